"""You return a Python list of numbers: a tensor is asked for."""


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    return [a[i] + b[i] for i in range(a.shape[0])]


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    return [a[i] * b[i] for i in range(a.shape[0])]
