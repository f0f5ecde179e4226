"""You reshape y until it fits: then the numbers may meet the wrong partner. Refuse instead."""


def checked_sub(pred, y):
    if pred.numel() != y.numel():
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return pred - y.reshape(pred.shape)
