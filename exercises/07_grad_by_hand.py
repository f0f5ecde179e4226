"""The chain rule on one weight

One weight w, one input x, one wanted answer y. The model says w * x, and the loss is how far off
that is, squared: (w * x - y) ** 2. How fast does the loss change when w changes?

Give the part in the middle a name, u = w * x - y. Then the loss is u ** 2, and the chain rule
says: multiply how fast the loss changes with u by how fast u changes with w.

    dloss/dw = dloss/du * du/dw

The same works for x, with du/dx in the last place. For w = 2, x = 3, y = 5, u is 1: work out both
gradients on paper before you write any code.

    You may read elsewhere that after loss.backward() this example prints w.grad = 4.
    Run it: PyTorch prints 6. Here is why: 4 is the gradient for x, because du/dx = w = 2, while
    the one for w has du/dw = x = 3. Ask of every gradient: with respect to what?

Write loss_and_grads(w, x, y): the tuple (loss, dw, dx), where dw is dloss/dw and dx is dloss/dx.
- w, x and y have the same shape: () for one number, or (n,) for n independent examples.
- loss, dw and dx are tensors of that shape, dtype and device. Nothing is summed or averaged:
  each example keeps its own loss and its own two gradients. (n may be 0.)
By hand: no torch.autograd, no backward, no torch.func, and no slope from 06.

>>> import torch
>>> loss_and_grads(torch.tensor(2.0), torch.tensor(3.0), torch.tensor(5.0))
(tensor(1.), tensor(6.), tensor(4.))
"""

import torch


def loss_and_grads(
    w: torch.Tensor, x: torch.Tensor, y: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (loss, dloss/dw, dloss/dx) for the loss (w * x - y) ** 2.

    Shapes: all of them "", or all of them "n".
    """
    raise NotImplementedError
