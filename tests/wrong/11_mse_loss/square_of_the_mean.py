"""You square the mean difference: square each difference first, then average."""


def mse(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return (pred - y).mean() ** 2
