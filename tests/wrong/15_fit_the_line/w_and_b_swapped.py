"""You have w and b the wrong way round: the answer is (w, b)."""

import torch


def fit(x, y):
    x, y = x.double(), y.double()
    dx = x - x.mean()
    w = (dx * y).mean() / (dx * dx).mean()
    return (y.mean() - w * x.mean()).item(), w.item()
