"""You take dtype as an argument and never use it: both parameters have to be made with it."""

import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        made = {"device": device, "dtype": dtype}
        k = in_features**-0.5
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None
        self.to(made["device"] or "cpu")

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
