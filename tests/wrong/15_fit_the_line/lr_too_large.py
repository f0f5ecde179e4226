"""Your lr is too large for wide x, and w becomes NaN: scale x first."""

import torch


def fit(x, y):
    w, b = torch.zeros_like(x[0]), torch.zeros_like(x[0])
    for _ in range(3000):
        r = w * x + b - y
        w, b = w - 0.1 * 2 * (r * x).mean(), b - 0.1 * 2 * r.mean()
    return w.item(), b.item()
