"""You compare how many numbers there are, not the shapes: (4, 1) and (4,) both have four."""


def mse(pred, y):
    if pred.numel() != y.numel():
        raise ValueError("different sizes")
    return ((pred.reshape(-1) - y.reshape(-1)) ** 2).mean()
