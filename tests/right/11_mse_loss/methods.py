"""Tensor methods in a chain."""


def mse(pred, y):
    if pred.size() != y.size():
        raise ValueError(f"cannot compare {list(pred.size())} with {list(y.size())}")
    return pred.sub(y).square().mean()
