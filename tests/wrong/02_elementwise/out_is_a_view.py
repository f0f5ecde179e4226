"""A slice or a view of a shares its numbers with a: allocate a tensor of its own for the answer."""


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = a.view(-1) if a.is_contiguous() else a[:]
    for i in range(a.shape[0]):
        out[i] = a[i] + b[i]
    return out


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = a.view(-1) if a.is_contiguous() else a[:]
    for i in range(a.shape[0]):
        out[i] = a[i] * b[i]
    return out
