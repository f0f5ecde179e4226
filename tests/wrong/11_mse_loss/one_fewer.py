"""You divide by one fewer than there are: this is a plain mean, and one example is enough."""


def mse(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return ((pred - y) ** 2).sum() / (pred.numel() - 1)
