"""zip stops at the shorter shape, so (4, 1) and (4,) look equal: compare the whole shapes."""


def checked_sub(pred, y):
    if any(a != b for a, b in zip(pred.shape, y.shape)):
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return pred - y
