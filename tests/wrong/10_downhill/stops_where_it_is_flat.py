"""You stop where the gradient is tiny; make every step that was asked for."""

import torch


def descend(f, w0, lr, steps):
    w = w0.detach().clone().requires_grad_()
    with torch.enable_grad():
        for _ in range(steps):
            w.grad = None
            f(w).backward()
            if w.grad.abs().max() < 1e-6:
                break
            with torch.no_grad():
                w -= lr * w.grad
    return w.detach()
