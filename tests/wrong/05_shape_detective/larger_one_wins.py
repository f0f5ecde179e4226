"""You take the larger of two lengths whatever they are: unless they are equal, one must be 1."""

from itertools import zip_longest


def broadcast_shape(s, t):
    out = []
    for a, b in zip_longest(reversed(s), reversed(t), fillvalue=1):
        if a == 1:
            out.append(b)
        elif b == 1:
            out.append(a)
        else:
            out.append(max(a, b))
    return tuple(reversed(out))
