"""You use the same leaf again and backward adds to its .grad: make a new leaf for each call."""

import torch

LEAVES = {}


def grad_of(f, w):
    key = (tuple(w.shape), w.dtype, w.device)
    if key not in LEAVES:
        LEAVES[key] = torch.zeros(w.shape, dtype=w.dtype, device=w.device, requires_grad=True)
    leaf = LEAVES[key]
    leaf.data = w.detach().clone()
    with torch.enable_grad():
        loss = f(leaf)
    if loss.ndim != 0:
        raise ValueError("f must return a 0-D tensor")
    if loss.requires_grad:
        loss.backward()
    return torch.zeros_like(w) if leaf.grad is None else leaf.grad.clone()
