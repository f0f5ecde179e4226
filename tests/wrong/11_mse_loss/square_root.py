"""You take the square root at the end: the mean of the squares is the answer."""


def mse(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return ((pred - y) ** 2).mean().sqrt()
