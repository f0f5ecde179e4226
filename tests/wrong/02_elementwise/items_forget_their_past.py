""".item() takes the bare number out, and with it all that gradients need: compute with a[i]."""

import torch


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.empty_like(a)
    for i in range(a.shape[0]):
        out[i] = a[i].item() + b[i].item()
    return out


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.empty_like(a)
    for i in range(a.shape[0]):
        out[i] = a[i].item() * b[i].item()
    return out
