"""Your output has the dtype of the input but not its device: it is always on the CPU.

Shows on: cuda, simulated.
"""

import torch


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.zeros(a.shape[0], dtype=a.dtype, device="cpu")
    for i in range(a.shape[0]):
        out[i] = a[i] + b[i]
    return out


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.zeros(a.shape[0], dtype=a.dtype, device="cpu")
    for i in range(a.shape[0]):
        out[i] = a[i] * b[i]
    return out
