"""Layers of one's own in place of nn.Linear; erfc for the chance; the bias as one more column."""

import torch


def collapse(W1, b1, W2, b2):
    first = torch.cat([W1, b1[:, None]], dim=1)
    both = W2.mm(first)
    return both[:, :-1], both[:, -1] + b2


def gelu(x):
    return torch.erfc(-x / 2**0.5) * x * 0.5


class Layer(torch.nn.Module):
    def __init__(self, size_in, size_out):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.randn(size_out, size_in) / size_in**0.5)
        self.bias = torch.nn.Parameter(torch.zeros(size_out))

    def forward(self, x):
        return x @ self.weight.T + self.bias


class FeedForward(torch.nn.Module):
    def __init__(self, d, mult=4):
        super().__init__()
        self.c_fc = Layer(d, mult * d)
        self.c_proj = Layer(mult * d, d)

    def forward(self, x):
        x = self.c_fc(x)
        x = gelu(x)
        return self.c_proj(x)
