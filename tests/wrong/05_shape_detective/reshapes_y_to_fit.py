"""You reshape y until it fits, and its numbers may then meet the wrong partners: refuse instead."""


def checked_sub(pred, y):
    if pred.numel() != y.numel():
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return pred - y.reshape(pred.shape)
