"""Your answer still requires grad: hand back a plain tensor."""

import torch


def descend(f, w0, lr, steps):
    w = torch.nn.Parameter(w0.detach().clone())
    for _ in range(steps):
        w.grad = None
        f(w).backward()
        step(w, lr)  # noqa: F821
    return w
