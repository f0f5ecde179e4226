"""You nudge the caller's own w and do not put it back: work on a copy."""

import torch


def slope(f, w, h=1e-4):
    slopes = torch.zeros(w.shape, dtype=w.dtype, device=w.device)
    with torch.no_grad():
        flat = w.view(-1)
        for i in range(flat.numel()):
            flat[i] += h
            right = f(w.clone())
            flat[i] -= 2 * h
            slopes.view(-1)[i] = (right - f(w.clone())) / (2 * h)
    return slopes
