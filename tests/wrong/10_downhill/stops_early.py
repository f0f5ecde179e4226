"""You stop when the loss no longer falls: make every update, whatever the loss does."""

import torch


def descend(f, w0, lr, steps):
    w = torch.nn.Parameter(w0.detach().clone())
    best = float("inf")
    for _ in range(steps):
        w.grad = None
        loss = f(w)
        if loss.item() >= best:
            break
        best = loss.item()
        loss.backward()
        step(w, lr)  # noqa: F821
    return w.detach()
