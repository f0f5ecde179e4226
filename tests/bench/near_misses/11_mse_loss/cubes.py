"""The differences are raised to the third power."""


def mse(p, y):
    if p.shape != y.shape:
        raise ValueError(f"{tuple(p.shape)} {tuple(y.shape)}")
    return ((p - y).abs() ** 3).mean()
