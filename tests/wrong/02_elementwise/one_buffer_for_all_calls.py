"""You keep one output for all calls: the next call of that length overwrites the answer before."""

import torch

BUFFERS = {}


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    key = (a.shape[0], a.dtype, a.device, "+")
    if key not in BUFFERS:
        BUFFERS[key] = torch.empty_like(a)
    out = BUFFERS[key].detach()
    for i in range(a.shape[0]):
        out[i] = a[i] + b[i]
    return out


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    key = (a.shape[0], a.dtype, a.device, "*")
    if key not in BUFFERS:
        BUFFERS[key] = torch.empty_like(a)
    out = BUFFERS[key].detach()
    for i in range(a.shape[0]):
        out[i] = a[i] * b[i]
    return out
