"""Your k counts the outputs; an output is a sum over the inputs, so count in_features."""

import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        made = {"device": device, "dtype": dtype}
        k = out_features**-0.5
        self.weight = nn.Parameter(torch.empty(out_features, in_features, **made).uniform_(-k, k))
        self.bias = nn.Parameter(torch.zeros(out_features, **made)) if bias else None

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
