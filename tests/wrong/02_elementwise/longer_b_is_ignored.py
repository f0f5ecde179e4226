"""Only the length of a is looked at: the rest of a longer b is dropped without a word."""

import torch


def add(a, b):
    out = torch.empty_like(a)
    for i in range(a.shape[0]):
        if i >= b.shape[0]:
            raise ValueError("b is too short")
        out[i] = a[i] + b[i]
    return out


def mul(a, b):
    out = torch.empty_like(a)
    for i in range(a.shape[0]):
        if i >= b.shape[0]:
            raise ValueError("b is too short")
        out[i] = a[i] * b[i]
    return out
