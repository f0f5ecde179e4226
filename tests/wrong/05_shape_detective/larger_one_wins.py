"""You take the larger of two lengths whatever they are: unless they are equal, one must be 1."""

from itertools import zip_longest


def broadcast_shape(s, t):
    pairs = list(zip_longest(reversed(s), reversed(t), fillvalue=1))
    return tuple(max(a, b) for a, b in reversed(pairs))
