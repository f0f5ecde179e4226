"""You nudge all the elements at once, so each one gets the sum of the slopes: nudge one at a time."""

import torch


def slope(f, w, h=1e-4):
    start = w.detach()
    rise = (f(start + h) - f(start - h)).detach()
    return torch.zeros_like(start) + rise / (2 * h)
