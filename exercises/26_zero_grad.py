"""What zero_grad does

backward() does not write gradients, it adds them to what is in .grad already. Take w = 2, x = 3,
y = 5 and loss = (w * x - y)**2, whose gradient for w is 6, and call forward and backward four
times: w.grad is 6, 12, 18, 24, though the gradient never changed. Forget to clear, and every
step uses the sum of all gradients since the start.

The same adding is useful when a batch is too big for the memory: cut it into micro-batches, call
backward for each, and step once. The loss is a mean, though, and a mean of means is not the mean of
everything unless all parts have the same size: a part with 5 rows has to weigh five times as much
as a part with 1.

Write three things:
- `predict(program)`: program is a list of the words "backward" (a new forward for the w, x and y
  above, then backward) and "zero_grad" (what torch.optim's zero_grad() does to w). Return a
  list with one entry for each word: w.grad after it as a number, or None where it is None.
- `class MySGD`: MySGD(params, lr) with params any iterable of nn.Parameter, a generator too.
  step() moves each parameter by -lr * its grad, in place and unrecorded; it leaves .grad alone, and
  a parameter whose grad is None stays as it is. zero_grad() makes the next backward
  start afresh (None or zeros, as you like) and leaves the parameters alone.
- `accumulated_grad(model, loss_fn, micro_batches)`: micro_batches is a list of (x, y), of
  unequal sizes; loss_fn(pred, y) is a mean over the rows. Afterwards .grad holds the gradient
  of the mean over all rows together, whatever was in it before. Returns None, moves no parameter.
By hand: no torch.optim, and no Module.zero_grad.

    You may read elsewhere that zero_grad writes zeros and is step three of five: run it, print
    w.grad, and find None. Here is why: since PyTorch 2.0 it drops the tensors, which saves memory
    and lets an optimizer skip what has no gradient. And it may stand anywhere in the lap but
    between backward and step, where it throws away what step is about to use.

>>> import torch
>>> w = torch.nn.Parameter(torch.tensor([1.0, 2.0]))
>>> opt = MySGD([w], lr=0.5)
>>> (w * w).sum().backward()
>>> opt.step()
>>> w.tolist()
[0.0, 0.0]
>>> opt.zero_grad()
>>> predict(["backward"])
[6.0]
"""

from collections.abc import Callable, Iterable

import torch
from torch import nn


def predict(program: list[str]) -> list[float | None]:
    """w.grad after each word of program, None where it is None."""
    raise NotImplementedError


class MySGD:
    """Plain gradient descent on some parameters."""

    def __init__(self, params: Iterable[nn.Parameter], lr: float) -> None:
        """Remember the parameters and the learning rate."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Forget the gradients."""
        raise NotImplementedError

    def step(self) -> None:
        """Move every parameter that has a gradient by -lr times it, in place."""
        raise NotImplementedError


def accumulated_grad(
    model: nn.Module,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    micro_batches: list[tuple[torch.Tensor, torch.Tensor]],
) -> None:
    """Leave in .grad the gradient of the mean loss over the rows of all micro-batches."""
    raise NotImplementedError
