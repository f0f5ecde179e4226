"""assert raises AssertionError (and nothing at all under python -O): raise ValueError yourself."""

import torch


def add(a, b):
    assert a.shape == b.shape
    out = torch.empty_like(a)
    for i in range(a.shape[0]):
        out[i] = a[i] + b[i]
    return out


def mul(a, b):
    assert a.shape == b.shape
    out = torch.empty_like(a)
    for i in range(a.shape[0]):
        out[i] = a[i] * b[i]
    return out
