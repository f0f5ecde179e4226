"""Your step fails where w.grad is None: there is nothing to do then, so leave w as it is."""

import torch


def step(w, lr):
    with torch.no_grad():
        w -= lr * w.grad
