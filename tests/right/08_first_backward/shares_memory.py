"""Marks a detached view of w, which shares the memory but not requires_grad or .grad."""

import torch


class GradOf:
    def __call__(self, f, w):
        leaf = w.detach()
        leaf.requires_grad_()
        with torch.enable_grad():
            loss = f(leaf)
            if len(loss.shape) > 0:
                raise ValueError("f must return one number")
            if loss.grad_fn is not None or loss is leaf:
                torch.autograd.backward(loss)
        if leaf.grad is None:
            return torch.full_like(w.detach(), 0)
        return leaf.grad.clone()


grad_of = GradOf()
