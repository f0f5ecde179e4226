"""Your dot has shape (1,): one number is a tensor with no axes, shape ()."""


def dot(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{tuple(a.shape)} and {tuple(b.shape)} do not fit")
    total = a.new_zeros(1)
    for p in range(a.shape[0]):
        total = total + a[p] * b[p]
    return total
