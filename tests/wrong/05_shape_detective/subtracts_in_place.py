"""pred -= y writes into pred, which is not yours: return a new tensor."""


def checked_sub(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    pred -= y
    return pred
