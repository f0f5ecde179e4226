"""You make one update too few: exactly `steps` updates are asked for."""

import torch


def descend(f, w0, lr, steps):
    w = torch.nn.Parameter(w0.detach().clone())
    for _ in range(1, steps):
        w.grad = None
        f(w).backward()
        step(w, lr)  # noqa: F821
    return w.detach()
