"""Your gradients pile up: backward adds to .grad, so clear it before the next one."""

import torch


def descend(f, w0, lr, steps):
    w = torch.nn.Parameter(w0.detach().clone())
    for _ in range(steps):
        f(w).backward()
        step(w, lr)  # noqa: F821
    return w.detach()
