"""Length 0 fails in your code: with no positions the answer is a tensor of length 0."""

import torch


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    return torch.cat([(a[i] + b[i])[None] for i in range(a.shape[0])])


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    return torch.cat([(a[i] * b[i])[None] for i in range(a.shape[0])])
