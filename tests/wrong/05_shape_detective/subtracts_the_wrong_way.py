"""You subtract pred from y: the answer is pred - y, the other way round."""


def checked_sub(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return y - pred
