"""Where f does not return a 0-D tensor you leave it to backward to complain: raise a ValueError."""

import torch


def grad_of(f, w):
    leaf = w.detach().clone().requires_grad_()
    with torch.enable_grad():
        loss = f(leaf)
    if loss.requires_grad:
        loss.backward()
    return torch.zeros_like(w) if leaf.grad is None else leaf.grad
