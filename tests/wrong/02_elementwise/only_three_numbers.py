"""You go through three positions whatever the length is: ask the input how many it has."""

import torch


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.zeros_like(a)
    for i in range(3):
        out[i] = a[i] + b[i]
    return out


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.zeros_like(a)
    for i in range(3):
        out[i] = a[i] * b[i]
    return out
