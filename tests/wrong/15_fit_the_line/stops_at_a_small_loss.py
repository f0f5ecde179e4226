"""You stop when the loss is small, and b is not there yet: look at the gradient instead."""

import torch


def fit(x, y):
    x, y = x.double(), y.double()
    center, spread = x.mean(), (x - x.mean()).square().mean().sqrt()
    z = (x - center) / spread
    w, b = torch.zeros_like(center), torch.zeros_like(center)
    for _ in range(200):
        r = w * z + b - y
        if (r**2).mean() < 1e-2:
            break
        w, b = w - 0.25 * 2 * (r * z).mean(), b - 0.25 * 2 * r.mean()
    return (w / spread).item(), (b - w * center / spread).item()
