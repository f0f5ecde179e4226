"""The chance taken from the normal distribution itself; products by einsum and addmv."""

import torch
from torch import nn
from torch.distributions import Normal


def collapse(W1, b1, W2, b2):
    return [torch.einsum("oh,hi->oi", W2, W1), torch.addmv(b2, W2, b1)]


gelu = lambda x: x * Normal(0.0, 1.0, validate_args=False).cdf(x)  # noqa: E731


class FeedForward(nn.Module):
    def __init__(self, d, mult=4):
        super().__init__()
        hidden = mult * d
        self.add_module("c_proj", nn.Linear(hidden, d))
        self.add_module("c_fc", nn.Linear(d, hidden))

    def forward(self, x):
        hidden = gelu(self.c_fc(x))
        return nn.functional.linear(hidden, self.c_proj.weight, self.c_proj.bias)
