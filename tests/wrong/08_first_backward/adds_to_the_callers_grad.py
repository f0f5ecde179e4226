"""You let backward add to the caller's own .grad: take the gradient on a leaf of your own."""

import torch


def grad_of(f, w):
    leaf = w if w.requires_grad and w.is_leaf else w.detach().clone().requires_grad_()
    with torch.enable_grad():
        loss = f(leaf)
    if loss.ndim != 0:
        raise ValueError("f must return a 0-D tensor")
    if loss.requires_grad:
        loss.backward()
    return torch.zeros_like(w) if leaf.grad is None else leaf.grad.clone()
