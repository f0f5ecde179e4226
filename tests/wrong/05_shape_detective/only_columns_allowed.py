"""You insist on shape (n, 1): equal shapes of any rank are to be subtracted."""


def checked_sub(pred, y):
    if pred.shape != y.shape or pred.ndim != 2:
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return pred - y
