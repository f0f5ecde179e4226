"""What zero_grad does

list(params) matters: model.parameters() is a generator, and after one walk nothing is left of it.
step is not recorded (no_grad), or the update would become part of the next graph.
Each micro-loss is a mean over its own rows; times rows / all_rows it becomes that part's share of
the whole mean, and adding up the shares is what backward does anyway.
"""

from collections.abc import Callable, Iterable

import torch
from torch import nn

GRAD = 2 * (2.0 * 3.0 - 5.0) * 3.0  # of (w * x - y)**2 for w at w = 2, x = 3, y = 5


def predict(program: list[str]) -> list[float | None]:
    """w.grad after each word of program, None where it is None."""
    grad = None
    seen = []
    for word in program:
        grad = None if word == "zero_grad" else (grad or 0.0) + GRAD
        seen.append(grad)
    return seen


class MySGD:
    """Plain gradient descent on some parameters."""

    def __init__(self, params: Iterable[nn.Parameter], lr: float) -> None:
        """Remember the parameters and the learning rate."""
        self.params = list(params)
        self.lr = lr

    def zero_grad(self) -> None:
        """Forget the gradients."""
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self) -> None:
        """Move every parameter that has a gradient by -lr times it, in place."""
        for p in self.params:
            if p.grad is not None:
                p.sub_(self.lr * p.grad)


def accumulated_grad(
    model: nn.Module,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    micro_batches: list[tuple[torch.Tensor, torch.Tensor]],
) -> None:
    """Leave in .grad the gradient of the mean loss over the rows of all micro-batches."""
    for p in model.parameters():
        p.grad = None
    all_rows = sum(len(x) for x, _ in micro_batches)
    for x, y in micro_batches:
        share = loss_fn(model(x), y) * (len(x) / all_rows)
        share.backward()
