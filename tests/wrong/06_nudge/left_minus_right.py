"""Your slopes have the wrong sign: subtract the loss on the left from the loss on the right."""

import torch


def slope(f, w, h=1e-4):
    flat = w.detach().reshape(-1)
    slopes = torch.zeros_like(flat)
    for i in range(flat.numel()):
        right, left = flat.clone(), flat.clone()
        right[i] += h
        left[i] -= h
        rise = f(left.reshape(w.shape)) - f(right.reshape(w.shape))
        slopes[i] = rise.detach() / (2 * h)
    return slopes.reshape(w.shape)
