"""In eval mode you leave the bias out: the layer computes the same in both modes."""

import math

import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        kind = {"device": device, "dtype": dtype}
        self.weight = nn.Parameter(torch.empty(out_features, in_features, **kind).uniform_(-k, k))
        self.bias = (
            nn.Parameter(torch.empty(out_features, **kind).uniform_(-k, k)) if bias else None
        )

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None or not self.training else out + self.bias
