"""Your output knows only its length: its dtype and device have to be the input's as well."""

import torch


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.zeros(a.shape[0])
    for i in range(a.shape[0]):
        out[i] = a[i] + b[i]
    return out


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.zeros(a.shape[0])
    for i in range(a.shape[0]):
        out[i] = a[i] * b[i]
    return out
