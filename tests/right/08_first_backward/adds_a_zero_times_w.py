"""Makes every loss depend on the leaf by adding zero times its sum, so no case is special."""

import torch


def grad_of(f, w):
    if not w.is_floating_point():
        raise TypeError("w must be floating point")
    with torch.set_grad_enabled(True):
        leaf = torch.empty_like(w, requires_grad=False).copy_(w.detach())
        leaf.requires_grad = True
        loss = f(leaf)
        if loss.dim():
            raise ValueError(f"f gave {loss.dim()} axes, it must give none")
        total = loss + (torch.zeros_like(leaf).detach() * leaf).sum()
    total.backward()
    return leaf.grad
