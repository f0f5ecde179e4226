"""You draw the line through two of the points: with noise every point has a say."""

import torch


def fit(x, y):
    x, y = x.double(), y.double()
    w = (y[x.argmax()] - y[x.argmin()]) / (x.max() - x.min())
    return w.item(), (y[x.argmin()] - w * x.min()).item()
