"""Your biases are all the same number: draw them like the weights, or take zeros."""

import math

import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        kind = {"device": device, "dtype": dtype}
        self.weight = nn.Parameter(torch.empty(out_features, in_features, **kind).uniform_(-k, k))
        self.bias = nn.Parameter(torch.full((out_features,), k / 2, **kind)) if bias else None

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
