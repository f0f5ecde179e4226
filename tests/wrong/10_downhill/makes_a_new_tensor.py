"""You make a new tensor called w: the Parameter of the caller never moves; change it in place."""

import torch


def step(w, lr):
    if w.grad is None:
        return
    with torch.no_grad():
        w = w - lr * w.grad
