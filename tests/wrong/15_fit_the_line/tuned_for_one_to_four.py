"""Your lr is tuned for x = 1 to 4: other x need another one, or a scale of their own."""

import torch


def fit(x, y):
    w, b = torch.zeros_like(x[0]), torch.zeros_like(x[0])
    for _ in range(4000):
        r = w * x + b - y
        w, b = w - 0.05 * 2 * (r * x).mean(), b - 0.05 * 2 * r.mean()
    return w.item(), b.item()
