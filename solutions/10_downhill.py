"""Walk downhill

`step` writes into the memory that w has, with recording off: nothing else may hold w differently
afterwards. `descend` works on a Parameter of its own, cloned from w0, and lets each lap start
with .grad empty. That is already a training loop; 12 only adds a model.
"""

from collections.abc import Callable

import torch


def step(w: torch.nn.Parameter, lr: float) -> None:
    """Move w against w.grad by lr times its size, in place. Shapes: w: "..."."""
    if w.grad is None:
        return
    with torch.no_grad():
        w -= lr * w.grad


def descend(
    f: Callable[[torch.Tensor], torch.Tensor], w0: torch.Tensor, lr: float, steps: int
) -> torch.Tensor:
    """Return where gradient descent on f arrives after that many steps from w0.

    Shapes: f: "..." -> "", w0: "...", answer: "...".
    """
    w = torch.nn.Parameter(w0.detach().clone())
    for _ in range(steps):
        w.grad = None
        f(w).backward()
        step(w, lr)
    return w.detach()
