"""You switch requires_grad on for the caller's own w: mark a copy that belongs to you."""

import torch


def grad_of(f, w):
    w.requires_grad_()
    w.grad = None
    with torch.enable_grad():
        loss = f(w)
    if loss.ndim != 0:
        raise ValueError("f must return a 0-D tensor")
    if loss.requires_grad:
        loss.backward()
    return torch.zeros_like(w) if w.grad is None else w.grad
