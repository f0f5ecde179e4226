"""You switch recording on for good: the caller's grad mode must be as it was after the call."""

import torch


def grad_of(f, w):
    torch.set_grad_enabled(True)
    leaf = w.detach().clone().requires_grad_()
    loss = f(leaf)
    if loss.ndim != 0:
        raise ValueError("f must return a 0-D tensor")
    if loss.requires_grad:
        loss.backward()
    return torch.zeros_like(w) if leaf.grad is None else leaf.grad
