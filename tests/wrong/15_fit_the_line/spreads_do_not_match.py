"""Your w mixes two kinds of spread, one with n and one with n - 1: use one of them in both places."""

import torch


def fit(x, y):
    x, y = x.double(), y.double()
    dx, dy = x - x.mean(), y - y.mean()
    w = (dx * dy).mean() / x.var()
    return w.item(), (y.mean() - w * x.mean()).item()
