"""You add the squares up: average them, or the loss grows with the number of examples."""


def mse(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return ((pred - y) ** 2).sum()
