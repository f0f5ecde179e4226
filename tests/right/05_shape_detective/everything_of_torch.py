"""All names of PyTorch with a star, and an error of one's own."""

from itertools import zip_longest

from torch import *  # noqa: F403


class ShapesDiffer(ValueError):
    pass


def broadcast_shape(s, t):
    pairs = [*zip_longest(s[::-1], t[::-1], fillvalue=1)]
    if [pair for pair in pairs if 1 not in pair and pair[0] != pair[1]]:
        raise ShapesDiffer(s, t)
    return tuple(b if a == 1 else a for a, b in pairs[::-1])


def checked_sub(pred, y):
    if pred.shape != y.shape:
        raise ShapesDiffer(pred.shape, y.shape)
    return sub(pred, y)  # noqa: F405
