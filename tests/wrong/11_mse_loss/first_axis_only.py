"""You average over the first axis only: average over all the numbers."""


def mse(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return ((pred - y) ** 2).mean(0) if pred.dim() else (pred - y) ** 2
