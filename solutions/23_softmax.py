"""Scores to shares

After taking away the maximum along dim, the biggest score is exactly 0 and its exponential 1: the
sum lies between 1 and the number of entries, so it neither overflows nor becomes 0. keepdim leaves
an axis of size 1 where dim was, and broadcasting then finds the right row by itself.
An all -inf row gives -inf - (-inf) = nan without a special case.
"""

import torch


def softmax(x: torch.Tensor, dim: int) -> torch.Tensor:
    """The shares "..." of the scores x "..." along dim."""
    e = (x - x.amax(dim, keepdim=True)).exp()
    return e / e.sum(dim, keepdim=True)
