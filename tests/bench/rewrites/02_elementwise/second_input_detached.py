"""Re-codes tests/wrong/02_elementwise/second_input_detached.py."""


def _each(p, q, op):
    if p.shape != q.shape:
        raise ValueError(f"{list(p.shape)} is not {list(q.shape)}")
    q = q.data
    total = p.new_empty(p.shape)
    for n, number in enumerate(p):
        total[n] = op(number, q[n])
    return total


def add(p, q):
    return _each(p, q, lambda s, t: s + t)


def mul(p, q):
    return _each(p, q, lambda s, t: s * t)
