"""Your parameters do not require a gradient: training would leave them where they are."""

import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        made = {"device": device, "dtype": dtype}
        k = in_features**-0.5
        weight = torch.empty(out_features, in_features, **made).uniform_(-k, k)
        self.weight = nn.Parameter(weight, requires_grad=False)
        start = torch.zeros(out_features, **made)
        self.bias = nn.Parameter(start, requires_grad=False) if bias else None

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
