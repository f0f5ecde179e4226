"""You average the bare differences, where too high and too low cancel: square each one first."""


def mse(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return (pred - y).mean()
