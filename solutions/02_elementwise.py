"""Element by element

empty_like takes shape, dtype and device from the input, so nothing is left to forget. The check
comes first, before any work: a loop over a alone would ignore the rest of a longer b.
Assigning out[i] is recorded by autograd, so gradients flow back to a[i] and b[i].
"""

import torch


def _check_same_shape(a: torch.Tensor, b: torch.Tensor) -> None:
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")


def add(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The sums a[i] + b[i]: "n", "n" -> "n". ValueError if the lengths differ."""
    _check_same_shape(a, b)
    out = torch.empty_like(a)  # not zeros(n): that is float32 on the CPU, whatever a is
    for i in range(a.shape[0]):
        out[i] = a[i] + b[i]
    return out


def mul(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The products a[i] * b[i]: "n", "n" -> "n". ValueError if the lengths differ."""
    _check_same_shape(a, b)
    out = torch.empty_like(a)
    for i in range(a.shape[0]):
        out[i] = a[i] * b[i]
    return out
