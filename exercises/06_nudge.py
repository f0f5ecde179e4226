"""Measure a slope by nudging

How much does changing one weight change the loss? You need no calculus to find out: move the
weight a little to the right, then a little to the left, and look at the loss both times.

    slope = (f(w + h) - f(w - h)) / (2 * h)

This is the central difference. A tensor of weights has one slope for each element: nudge that
element alone, and leave all the others where they are. The price is two calls of f for every
weight. A model with 100 million weights would run 200 million times for a single update, and
that is why the next exercises let PyTorch do it in one pass.

    You may read elsewhere that a gradient tells you what happens "if you increase w by 1".
    Run it: for the loss (3 * w - 5) ** 2 the slope at w = 2 is 6, and yet w = 3 raises the loss
    from 1 to 16, which is 15 more. Here is why: a slope is true for a tiny nudge only. The loss
    grows by 6 * h + 9 * h ** 2: for h = 0.01 that is 0.0609, for h = 1 the second part wins.

Write slope(f, w, h).
- f takes a tensor with w's shape, dtype and device, and returns a 0-D tensor. Call it exactly
  twice for each element of w. It may be any function, also one that autograd cannot follow.
- Use the central difference with the h that you are given, even if it is large.
- The answer has w's shape, dtype and device, and is a plain tensor: it does not require grad,
  not even where w does. w may be 0-D, empty (then so is the answer) or a transposed view.
- Never change w itself, not even for a moment: somebody else may be looking at it.
By hand: no torch.autograd, no backward, no torch.func, no vmap.

>>> import torch
>>> w = torch.tensor([1.0, -2.0])
>>> slope(lambda v: (v**2).sum(), w, h=0.5)
tensor([ 2., -4.])
>>> w
tensor([ 1., -2.])
"""

from collections.abc import Callable

import torch


def slope(
    f: Callable[[torch.Tensor], torch.Tensor], w: torch.Tensor, h: float = 1e-4
) -> torch.Tensor:
    """Return the central difference of f for each element of w.

    Shapes: f: "..." -> "", w: "...", answer: "...".
    """
    raise NotImplementedError
