"""You compare how many numbers there are: (4, 1) and (4,) have four each, and give (4, 4)."""


def checked_sub(pred, y):
    if pred.numel() != y.numel():
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return pred - y
