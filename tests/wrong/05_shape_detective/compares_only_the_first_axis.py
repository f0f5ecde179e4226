"""You compare the first axis only: all lengths have to be equal, and their number too."""


def checked_sub(pred, y):
    if pred.shape[:1] != y.shape[:1]:
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return pred - y
