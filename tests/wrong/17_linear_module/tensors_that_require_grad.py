"""requires_grad alone is not enough: the module notes down nothing but nn.Parameter."""

import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        k = in_features**-0.5
        made = {"device": device, "dtype": dtype}
        self.weight = torch.empty(out_features, in_features, **made).uniform_(-k, k)
        self.weight.requires_grad_()
        self.bias = None
        if bias:
            self.bias = torch.empty(out_features, **made).uniform_(-k, k).requires_grad_()

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
