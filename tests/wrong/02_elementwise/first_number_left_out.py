"""You start at position 1: counting starts at 0, so the first number is never filled in."""

import torch


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.zeros_like(a)
    for i in range(1, a.shape[0]):
        out[i] = a[i] + b[i]
    return out


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.zeros_like(a)
    for i in range(1, a.shape[0]):
        out[i] = a[i] * b[i]
    return out
