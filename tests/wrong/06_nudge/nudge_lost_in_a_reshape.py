"""On a transposed w your nudge is lost: reshape gave you a copy there, and f never saw the change."""

import torch


def slope(f, w, h=1e-4):
    slopes = torch.zeros(w.shape, dtype=w.dtype, device=w.device)
    for i in range(w.numel()):
        right, left = w.detach().clone(), w.detach().clone()
        right.reshape(-1)[i] += h
        left.reshape(-1)[i] -= h
        slopes.view(-1)[i] = (f(right) - f(left)).detach() / (2 * h)
    return slopes
