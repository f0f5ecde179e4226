"""When you raise, recording stays switched on: with torch.enable_grad() puts it back."""

import torch


def grad_of(f, w):
    leaf = w.detach().clone().requires_grad_(True)
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(True)
    loss = f(leaf)
    if loss.ndim != 0:
        raise ValueError(f"f must return a 0-D tensor, got shape {tuple(loss.shape)}")
    torch.set_grad_enabled(before)
    if loss.requires_grad:
        loss.backward()
    return torch.zeros_like(leaf, requires_grad=False) if leaf.grad is None else leaf.grad
