"""The shorter shape is filled up with ones, then both are walked through from the left."""

import torch


def broadcast_shape(s: tuple, t: tuple) -> tuple:
    rank = max(len(s), len(t))
    s = (1,) * (rank - len(s)) + tuple(s)
    t = (1,) * (rank - len(t)) + tuple(t)
    shape = ()
    for a, b in zip(s, t):
        if a == b or b == 1:
            shape += (a,)
        elif a == 1:
            shape += (b,)
        else:
            raise ValueError(f"{a} does not match {b}")
    return shape


def checked_sub(pred: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    if pred.ndim != y.ndim or any(a != b for a, b in zip(pred.shape, y.shape)):
        raise ValueError(f"would broadcast: {pred.shape} - {y.shape}")
    return torch.sub(pred, y)
