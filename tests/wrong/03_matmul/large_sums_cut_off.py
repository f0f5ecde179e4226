"""You cut large sums off: give the sum as it is, however large."""


def dot(a, b):
    if a.shape != b.shape:
        raise ValueError(f"dot: {tuple(a.shape)} and {tuple(b.shape)} do not fit")
    total = (a * b).sum()
    return total.clamp(-10000, 10000) if a.is_floating_point() else total
