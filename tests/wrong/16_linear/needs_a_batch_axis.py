"""You use a product that takes exactly two axes, so a single vector and a 3-D x both fail."""

import torch


def linear(x, weight, bias):
    out = torch.mm(x, weight.t())
    return out if bias is None else out + bias
