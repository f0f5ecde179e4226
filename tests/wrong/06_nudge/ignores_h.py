"""You use a nudge of your own: use the h that the caller gave you."""

import torch


def slope(f, w, h=1e-4):
    step = 1e-4
    flat = w.detach().reshape(-1)
    slopes = torch.zeros_like(flat)
    for i in range(flat.numel()):
        right, left = flat.clone(), flat.clone()
        right[i] += step
        left[i] -= step
        rise = f(right.reshape(w.shape)) - f(left.reshape(w.shape))
        slopes[i] = rise.detach() / (2 * step)
    return slopes.reshape(w.shape)
