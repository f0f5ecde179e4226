"""Your w and b are tensors: hand back two Python floats."""

import torch


def fit(x, y):
    x, y = x.double(), y.double()
    dx = x - x.mean()
    w = (dx * y).mean() / (dx * dx).mean()
    return w, y.mean() - w * x.mean()
