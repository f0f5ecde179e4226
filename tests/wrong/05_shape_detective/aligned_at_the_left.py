"""You aligned the shapes at the left: they are aligned at the right, the last axes meet."""

from itertools import zip_longest


def broadcast_shape(s, t):
    out = []
    for a, b in zip_longest(s, t, fillvalue=1):
        if a != b and a != 1 and b != 1:
            raise ValueError(f"{s} and {t} do not broadcast")
        out.append(b if a == 1 else a)
    return tuple(out)
