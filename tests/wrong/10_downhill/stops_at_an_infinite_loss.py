"""You stop when the loss is infinite: make every update, whatever the loss does."""

import torch


def descend(f, w0, lr, steps):
    w = torch.nn.Parameter(w0.detach().clone())
    for _ in range(steps):
        w.grad = None
        loss = f(w)
        if not torch.isfinite(loss):
            break
        loss.backward()
        step(w, lr)  # noqa: F821
    return w.detach()
