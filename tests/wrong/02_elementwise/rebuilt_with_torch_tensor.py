"""torch.tensor copies the bare numbers: the answer no longer knows a and b, so no gradient."""

import torch


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    numbers = [a[i] + b[i] for i in range(a.shape[0])]
    return torch.tensor(numbers, dtype=a.dtype, device=a.device)


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    numbers = [a[i] * b[i] for i in range(a.shape[0])]
    return torch.tensor(numbers, dtype=a.dtype, device=a.device)
