"""Re-codes tests/wrong/05_shape_detective/returns_none_if_impossible.py."""


def broadcast_shape(one, other):
    size = max(len(one), len(other))
    a, b = ((1,) * (size - len(s)) + tuple(s) for s in (one, other))
    shape = []
    for i in range(size):
        if a[i] == 1:
            shape.append(b[i])
        elif b[i] in (1, a[i]):
            shape.append(a[i])
        else:
            return
    return tuple(shape)
