"""You turn an integer w into floats: integers have no slope, so that call must raise."""

import torch


def grad_of(f, w):
    w = w if w.is_floating_point() else w.float()
    leaf = w.detach().clone().requires_grad_()
    with torch.enable_grad():
        loss = f(leaf)
    if loss.ndim != 0:
        raise ValueError("f must return a 0-D tensor")
    if loss.requires_grad:
        loss.backward()
    return torch.zeros_like(w) if leaf.grad is None else leaf.grad
