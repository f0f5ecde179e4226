"""Re-codes tests/wrong/05_shape_detective/larger_one_wins.py."""


def broadcast_shape(one, other):
    size = max(len(one), len(other))
    padded = [(1,) * (size - len(s)) + tuple(s) for s in (one, other)]
    return tuple(q if p == 1 else p if q == 1 else max(p, q) for p, q in zip(*padded))
