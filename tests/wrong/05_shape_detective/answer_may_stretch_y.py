"""You only make sure that the answer has the shape of pred: y may still be stretched."""


def checked_sub(pred, y):
    if (pred - y).shape != pred.shape:
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return pred - y
