"""Lets a hook on the leaf catch the gradient on its way into .grad."""

import torch


def grad_of(f, w):
    caught = [torch.zeros(w.shape, dtype=w.dtype, device=w.device)]
    with torch.enable_grad():
        leaf = w.detach().clone().requires_grad_(True)
        leaf.register_hook(lambda grad: caught.append(grad.detach().clone()))
        loss = f(leaf)
        if loss.ndim > 0:
            raise ValueError(f"expected a 0-D tensor, got {list(loss.shape)}")
        if loss.requires_grad:
            loss.backward()
    return caught[-1]
