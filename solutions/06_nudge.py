"""Measure a slope by nudging

One element at a time, on fresh copies. Working on a flat row of numbers makes one loop do for
every shape, 0-D included. `clone` matters twice: w stays as it was, and a flat copy can be
written to, while `reshape` of a transposed tensor would give a copy whose changes are lost.
"""

from collections.abc import Callable

import torch


def slope(
    f: Callable[[torch.Tensor], torch.Tensor], w: torch.Tensor, h: float = 1e-4
) -> torch.Tensor:
    """Return the central difference of f for each element of w.

    Shapes: f: "..." -> "", w: "...", answer: "...".
    """
    flat = w.detach().reshape(-1)
    slopes = torch.zeros_like(flat)
    for i in range(flat.numel()):
        right, left = flat.clone(), flat.clone()
        right[i] += h
        left[i] -= h
        rise = f(right.reshape(w.shape)) - f(left.reshape(w.shape))
        # f may use tensors that require grad: the slope is only a number, so cut it loose.
        slopes[i] = rise.detach() / (2 * h)
    return slopes.reshape(w.shape)
