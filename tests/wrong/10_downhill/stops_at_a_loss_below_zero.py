"""You stop when the loss is small: a loss may fall below zero, and each update is to be made."""

import torch


def descend(f, w0, lr, steps):
    w = torch.nn.Parameter(w0.detach().clone())
    for _ in range(steps):
        w.grad = None
        loss = f(w)
        if loss.item() < 0:
            break
        loss.backward()
        step(w, lr)  # noqa: F821
    return w.detach()
