"""Walk downhill

The gradient points uphill. To lower the loss take a step the other way, and a small one: the
gradient times lr, the learning rate.

    w = w - lr * gradient

One trap is in the tool. w is a Parameter, a leaf that PyTorch watches, and the update itself is
arithmetic with w. It must happen inside torch.no_grad(), in place: "w = w - ..." would make a new
tensor which is no leaf and gets no .grad, while the model still holds the old one.

    You may read elsewhere: the gradient is 4, so increasing w by 1 adds 4 to the loss, so decrease
    w. Run it, for (3 * w - 5) ** 2 at w = 2: the gradient is 6, w + 1 raises the loss from 1 to 16,
    and w - 1 raises it as well, to 4. Here is why: the direction was right and the step too long.
    The best w is 5 / 3. A step of lr * 6 helps only for lr between 0 and 1 / 9, and lr = 1 / 18
    lands exactly on the best. Slopes are true nearby only.

Write two functions.
step(w, lr): one update of the Parameter w from its w.grad, in place; it returns nothing.
- w stays the same Parameter in the same memory, and w.grad is left as it is.
- Where w.grad is None there is nothing to do: leave w as it is.
descend(f, w0, lr, steps): start at w0, make exactly that many updates for the loss f, and return
where you end up.
- f takes a tensor like w0 and returns a 0-D tensor. Each update uses the gradient of its own place
  alone: clear .grad in between, for backward adds. No early stop, whatever the loss does.
- w0 stays as it was, its .grad included. The answer is a new plain tensor with w0's shape, dtype
  and device, and does not require grad. For 0 steps it is a copy of w0.
By hand: no torch.optim.

>>> import torch
>>> descend(lambda w: (w - 3.0) ** 2, torch.tensor(1.0), lr=0.25, steps=2)
tensor(2.5000)
"""

from collections.abc import Callable

import torch


def step(w: torch.nn.Parameter, lr: float) -> None:
    """Move w against w.grad by lr times its size, in place. Shapes: w: "..."."""
    raise NotImplementedError


def descend(
    f: Callable[[torch.Tensor], torch.Tensor], w0: torch.Tensor, lr: float, steps: int
) -> torch.Tensor:
    """Return where gradient descent on f arrives after that many steps from w0.

    Shapes: f: "..." -> "", w0: "...", answer: "...".
    """
    raise NotImplementedError
