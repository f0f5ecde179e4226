"""Your answer has shape (n, 1): one index is to reach each number, so it is (n,)."""


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = a.new_empty(a.shape[0], 1)
    for i in range(a.shape[0]):
        out[i, 0] = a[i] + b[i]
    return out


def mul(a, b):
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    out = a.new_empty(a.shape[0], 1)
    for i in range(a.shape[0]):
        out[i, 0] = a[i] * b[i]
    return out
