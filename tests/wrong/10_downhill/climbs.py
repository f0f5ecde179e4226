"""You walk uphill: the gradient points to more loss, so subtract it."""

import torch


def step(w, lr):
    if w.grad is None:
        return
    with torch.no_grad():
        w += lr * w.grad
