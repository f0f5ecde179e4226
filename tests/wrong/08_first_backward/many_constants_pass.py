"""A loss of several numbers passes where it has no graph: look at its shape first."""

import torch


def grad_of(f, w):
    leaf = w.detach().clone().requires_grad_(True)
    with torch.enable_grad():
        loss = f(leaf)
    if not loss.requires_grad:
        return torch.zeros_like(w)
    if loss.ndim != 0:
        raise ValueError(f"f must return a 0-D tensor, got shape {tuple(loss.shape)}")
    if loss.requires_grad:
        loss.backward()
    return torch.zeros_like(leaf, requires_grad=False) if leaf.grad is None else leaf.grad
