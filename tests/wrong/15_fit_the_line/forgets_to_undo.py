"""Your w and b belong to the scaled x: say what they mean for the x that came in."""

import torch


def fit(x, y):
    x, y = x.double(), y.double()
    z = (x - x.mean()) / (x - x.mean()).square().mean().sqrt()
    w, b = torch.zeros_like(z[0]), torch.zeros_like(z[0])
    for _ in range(200):
        r = w * z + b - y
        w, b = w - 0.25 * 2 * (r * z).mean(), b - 0.25 * 2 * r.mean()
    return w.item(), b.item()
