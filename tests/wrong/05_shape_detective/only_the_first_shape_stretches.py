"""Only the first shape may stretch in your code: the 1 may stand in either of the two."""

from itertools import zip_longest


def broadcast_shape(s, t):
    out = []
    for a, b in zip_longest(reversed(s), reversed(t), fillvalue=1):
        if a != b and a != 1:
            raise ValueError(f"{s} and {t} do not broadcast")
        out.append(b if a == 1 else a)
    return tuple(reversed(out))
