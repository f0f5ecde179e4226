"""Every sum is one too large.

May say: off by the same 1
"""


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{tuple(a.shape)} {tuple(b.shape)}")
    return a + b + 1
