"""You move the caller's w0: .data and detach share its memory, so take a clone."""

import torch


def descend(f, w0, lr, steps):
    w = torch.nn.Parameter(w0.data)
    for _ in range(steps):
        w.grad = None
        f(w).backward()
        step(w, lr)  # noqa: F821
    return w.detach()
