"""A Sequential inside, made of the named layers; collapse by pushing the unit vectors through."""

import torch
from torch import nn


def collapse(W1, b1, W2, b2):
    def both(rows):
        return (rows @ W1.T + b1) @ W2.T + b2

    size = W1.shape[1]
    b = both(W1.new_zeros(1, size))[0]
    W = (both(torch.eye(size, dtype=W1.dtype, device=W1.device)) - b).T
    return W, b


def gelu(x):
    return x * (torch.erf(x * 0.7071067811865476) + 1) / 2


class Bend(nn.Module):
    def forward(self, x):
        return gelu(x)


class FeedForward(nn.Module):
    def __init__(self, d, mult=4):
        super().__init__()
        self.c_fc = nn.Linear(d, d * mult)
        self.c_proj = nn.Linear(d * mult, d)
        self.net = nn.Sequential(self.c_fc, Bend(), self.c_proj)

    def forward(self, x):
        return self.net(x)
