"""Your slope is twice as steep as it is: from w - h to w + h the distance is not h."""

import torch


def slope(f, w, h=1e-4):
    flat = w.detach().reshape(-1)
    slopes = torch.zeros_like(flat)
    for i in range(flat.numel()):
        right, left = flat.clone(), flat.clone()
        right[i] += h
        left[i] -= h
        rise = f(right.reshape(w.shape)) - f(left.reshape(w.shape))
        slopes[i] = rise.detach() / h
    return slopes.reshape(w.shape)
