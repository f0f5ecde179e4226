"""You stop at the end of the shorter one without a word: lengths that differ are a ValueError."""


def add(a, b):
    n = min(a.shape[0], b.shape[0])
    out = a.new_empty(n)
    for i in range(n):
        out[i] = a[i] + b[i]
    return out


def mul(a, b):
    n = min(a.shape[0], b.shape[0])
    out = a.new_empty(n)
    for i in range(n):
        out[i] = a[i] * b[i]
    return out
