"""A lambda over a checked difference."""

import torch


def checked(pred, y):
    for a, b in zip((pred.dim(), *pred.shape), (y.dim(), *y.shape), strict=False):
        if a != b:
            raise ValueError(f"{a} is not {b}")
    return pred - y


mse = lambda pred, y: torch.mean(torch.pow(checked(pred, y), 2))  # noqa: E731
