"""Your first backward

PyTorch can find all the slopes in one pass. Mark a tensor with requires_grad=True, compute a loss
from it, and PyTorch notes every operation on the way. loss.backward() then walks those notes from
the end to the start and puts the slope of each marked tensor into its .grad.

The tensor that you mark is a leaf: it was made by you, not by an operation. That is important,
for only leaves that require grad get a .grad, and backward adds to what is already there.

    You may read elsewhere that backward "computes all gradients". Run it: with w = 2 marked, x = 3
    and y = w * x, after loss.backward() w.grad is 6 (for (y - 5) ** 2), x.grad and y.grad are None.
    Here is why: x was never marked, and y is not a leaf, so its slope is used and thrown away.

    You may also find that whole example printed on one line. Run it: nothing is printed. Python
    takes everything after the first # as a comment, so all that is left is w = torch.tensor(...).

Write grad_of(f, w): the gradient of f at w, found with backward.
- f takes a tensor like w (floating point, any shape) and returns a 0-D tensor. If what it returns
  has another shape, raise a ValueError: a slope of several numbers at once is not defined.
- The caller's w stays as it was: its values, its requires_grad, its .grad. It may require grad
  already, be a leaf or not, and have something in .grad. Two calls give the same answer.
- It works under the caller's torch.no_grad() as well (see torch.enable_grad).
- Where f does not depend on w, with a graph or without one, the gradient is zeros, not None.
- The answer has w's shape, dtype and device, and does not require grad. An integer w raises.
Today the tool is backward: no torch.autograd.grad, no torch.func, and no slope from 06.

>>> import torch
>>> w = torch.tensor([1.0, -2.0])
>>> grad_of(lambda v: (v**2).sum(), w)
tensor([ 2., -4.])
>>> w.requires_grad, w.grad
(False, None)
"""

from collections.abc import Callable

import torch


def grad_of(f: Callable[[torch.Tensor], torch.Tensor], w: torch.Tensor) -> torch.Tensor:
    """Return the gradient of f at w.

    Shapes: f: "..." -> "", w: "...", answer: "...". Raises ValueError unless f gives a 0-D tensor.
    """
    raise NotImplementedError
