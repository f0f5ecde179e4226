"""Your answer has another dtype than pred: hand it back in the dtype that came in."""


def mse(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return ((pred - y).double() ** 2).mean()
