"""Your step changes w.grad itself: multiply into a new tensor, leave w.grad as it is."""

import torch


def step(w, lr):
    if w.grad is None:
        return
    with torch.no_grad():
        w -= w.grad.mul_(lr)
