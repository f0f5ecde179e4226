"""You use a transposed copy of the first weight: forward has to look at self.weight each time."""

import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        k = in_features**-0.5
        made = {"device": device, "dtype": dtype}
        self.weight = nn.Parameter(torch.empty(out_features, in_features, **made).uniform_(-k, k))
        self.bias = nn.Parameter(torch.zeros(out_features, **made)) if bias else None
        self.turned = self.weight.detach().clone().T

    def forward(self, x):
        out = x @ self.turned
        return out if self.bias is None else out + self.bias
