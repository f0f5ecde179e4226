"""Your step throws the gradient away: clearing is another line's work, leave w.grad as it is."""

import torch


def step(w, lr):
    if w.grad is None:
        return
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None
