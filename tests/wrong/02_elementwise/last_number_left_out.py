"""You stop one too early: range(n) ends before n already, so the last number is left out."""

import torch


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.zeros_like(a)
    for i in range(a.shape[0] - 1):
        out[i] = a[i] + b[i]
    return out


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.zeros_like(a)
    for i in range(a.shape[0] - 1):
        out[i] = a[i] * b[i]
    return out
