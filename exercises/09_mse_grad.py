"""The gradient of the mean squared error

Now with many examples and many weights. X has one row for each example and one column for each
input; w has one weight for each input and b is one number for all. The model says X @ w + b, and
what is left over is the residual, one number for each example:

    r = X @ w + b - y        loss = mean(r ** 2)

It is the chain rule of exercise 07 again, once for each example, averaged. Nudge w[j] and look
at what happens: every residual moves, residual i by X[i, j]. So w[j] hears from every example,
weighted with column j of X, and that is a product with the transpose of X:

    dw[j] = (2 / n) * (r[0] * X[0, j] + r[1] * X[1, j] + ...)

Nudge b, and every residual moves by the same 1.

From here on you may use @: you have earned it in 03 (your own matmul is as good).

Write mse_grad(X, y, w, b): the tuple (dw, db).
- X is "n d", y is "n", w is "d" and b is "" (0-D). dw is "d" and db is 0-D, with X's dtype and
  device. There is at least one example and one input; n may be more than d, less, or the same.
- y of shape (n, 1) raises a ValueError, also for n = 1. Nothing else would stop it: X @ w - y
  then has shape (n, n), and the numbers look harmless.
By hand: no torch.autograd, no backward, no torch.func, and no slope or grad_of from before.

>>> import torch
>>> X = torch.tensor([[1.0, 0.0], [2.0, 1.0]])
>>> y, w, b = torch.tensor([0.0, 1.0]), torch.tensor([1.0, 1.0]), torch.tensor(0.0)
>>> mse_grad(X, y, w, b)
(tensor([5., 2.]), tensor(3.))
"""

import torch


def mse_grad(
    X: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (dloss/dw, dloss/db) for the loss mean((X @ w + b - y) ** 2).

    Shapes: X: "n d", y: "n", w: "d", b: "", answer: ("d", ""). Raises ValueError if y is "n 1".
    """
    raise NotImplementedError
