"""float64 holds whole numbers up to 2 ** 53 exactly: compute in the dtype of the inputs."""

import torch


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = torch.zeros_like(a)
    for i in range(len(a)):
        out[i] = a[i].double() * b[i].double()
    return out
