"""Your lr is stable, but the flat axis hardly moves: shift and scale x, so that both are alike."""

import torch


def fit(x, y):
    Z = torch.stack([x, torch.ones_like(x)], 1)
    lr = 1.0 / torch.linalg.eigvalsh(2 / len(x) * (Z.T @ Z))[-1]
    w, b = torch.zeros_like(x[0]), torch.zeros_like(x[0])
    for _ in range(2000):
        r = w * x + b - y
        w, b = w - lr * 2 * (r * x).mean(), b - lr * 2 * r.mean()
    return w.item(), b.item()
