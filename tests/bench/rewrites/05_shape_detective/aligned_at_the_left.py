"""Re-codes tests/wrong/05_shape_detective/aligned_at_the_left.py."""


def broadcast_shape(one, other):
    longest = max(len(one), len(other))
    one = tuple(one) + (1,) * (longest - len(one))
    other = tuple(other) + (1,) * (longest - len(other))
    shape = ()
    for p, q in zip(one, other):
        if p == q or q == 1:
            shape += (p,)
        elif p == 1:
            shape += (q,)
        else:
            raise ValueError(f"{p} against {q}")
    return shape
