"""The median of the squares."""


def mse(p, y):
    if p.shape != y.shape:
        raise ValueError(f"{tuple(p.shape)} {tuple(y.shape)}")
    return ((p - y) ** 2).reshape(-1).quantile(0.5)
