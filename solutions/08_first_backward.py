"""Your first backward

The question behind every line is who owns w. The caller does, so the leaf is a tensor of our own:
`detach` leaves the caller's graph, `clone` takes our own memory, `requires_grad_` makes it a leaf
that is recorded. A new leaf for each call also means that .grad starts empty.
"""

from collections.abc import Callable

import torch


def grad_of(f: Callable[[torch.Tensor], torch.Tensor], w: torch.Tensor) -> torch.Tensor:
    """Return the gradient of f at w.

    Shapes: f: "..." -> "", w: "...", answer: "...". Raises ValueError unless f gives a 0-D tensor.
    """
    leaf = w.detach().clone().requires_grad_(True)
    with torch.enable_grad():
        loss = f(leaf)
    if loss.ndim != 0:
        raise ValueError(f"f must return a 0-D tensor, got shape {tuple(loss.shape)}")
    # A loss without a graph cannot be walked; one whose graph misses the leaf leaves .grad empty.
    if loss.requires_grad:
        loss.backward()
    return torch.zeros_like(leaf, requires_grad=False) if leaf.grad is None else leaf.grad
