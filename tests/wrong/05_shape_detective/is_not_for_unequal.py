"""`is` asks for the same object, and equal ints above 256 may be two: compare with == and !=."""

from itertools import zip_longest


def broadcast_shape(s, t):
    out = []
    for a, b in zip_longest(reversed(s), reversed(t), fillvalue=1):
        if a is not b and a != 1 and b != 1:
            raise ValueError(f"{s} and {t} do not broadcast")
        out.append(b if a == 1 else a)
    return tuple(reversed(out))
