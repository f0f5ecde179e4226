"""You nudge and measure, as in 06: that is slow and only nearly right; let backward do it."""

import torch


def grad_of(f, w):
    flat = w.detach().reshape(-1)
    grads = torch.zeros_like(flat)
    for i in range(flat.numel()):
        right, left = flat.clone(), flat.clone()
        right[i] += 1e-4
        left[i] -= 1e-4
        rise = f(right.reshape(w.shape)) - f(left.reshape(w.shape))
        if rise.ndim != 0:
            raise ValueError("f must return a 0-D tensor")
        grads[i] = rise.detach() / 2e-4
    return grads.reshape(w.shape)
