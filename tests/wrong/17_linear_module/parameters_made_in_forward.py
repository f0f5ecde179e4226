"""You make the parameters in forward: there are none before, and each call draws anew."""

import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.shape = (out_features, in_features)
        self.with_bias = bias
        self.made = {"device": device, "dtype": dtype}

    def forward(self, x):
        out_features, in_features = self.shape
        k = in_features**-0.5
        self.weight = nn.Parameter(torch.empty(self.shape, **self.made).uniform_(-k, k))
        self.bias = None
        if self.with_bias:
            self.bias = nn.Parameter(torch.empty(out_features, **self.made).uniform_(-k, k))
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
