"""You seed PyTorch: whoever draws random numbers after you gets the same ones each time."""

import torch


def fit(x, y):
    torch.manual_seed(0)
    x, y = x.double(), y.double()
    dx = x - x.mean()
    w = (dx * y).mean() / (dx * dx).mean()
    return w.item(), (y.mean() - w * x.mean()).item()
