"""Is this training log real?

Somebody trained one nn.Linear(1, 1) on x = 1, 2, 3, 4 and y = 2 * x, with plain SGD and lr = 0.01,
and shows you this log:

    Step 0: loss = 18.3241      Step 100: loss = 0.0093
    Step 50: loss = 0.0412      Step 150: loss = 0.0021

Could it be real? You can know, because this loss is a bowl. Put a column of ones beside X, so that
b is a weight like the others, and call the table Z. The curvature of the bowl is the matrix
H = (2 / n) * Z.T @ Z. Along each of its axes the error is multiplied by 1 - lr * lambda in every
step, where lambda is the eigenvalue of H that belongs to that axis. It shrinks as long as that
factor lies between -1 and 1, and the steepest axis, with the largest lambda, sets the limit for lr.

    You may read elsewhere that the log above comes from lr = 0.01. Run it, from any start you like:
    after step 50 the loss of step 100 is 0.741 times that of step 50, and again to step 150. The
    log has 0.226 both times. Here is why it cannot be: the lambdas are 16.70 and 0.299. The steep
    axis is done after 50 steps, and the flat one shrinks the loss by (1 - 0.00299) ** 100 = 0.741
    in 50 steps, wherever you begin. Some other lr gives 0.226. Which? Try it with replay.

Write two functions.
max_stable_lr(X): the lr at which training on X ("n d", the model has a bias, the loss is the mean
squared error) stops to shrink the error and begins to blow it up. A Python float, right to one part
in a thousand. There is at least one row and one column.
replay(w0, b0, X, y, lr, steps): the losses of training w * X + b by hand; X and y have shape "n".
- w0 and b0 are Python floats: where training starts. Each lap notes the loss, the mean of
  (w * X + b - y) ** 2, then moves w and b together, both with the gradients of that same place.
- The answer has shape (steps,), with X's dtype and device. steps may be 0, and lr too large.
By hand: no torch.autograd, no backward, no torch.optim. torch.linalg.eigvalsh is allowed.

>>> import torch
>>> round(max_stable_lr(torch.tensor([[1.0], [2.0], [3.0], [4.0]])), 3)
0.12
>>> x = torch.tensor([1.0, 2.0])
>>> replay(0.0, 0.0, x, 2 * x, lr=0.25, steps=3)
tensor([10.0000,  5.1250,  2.6406])
"""

import torch


def max_stable_lr(X: torch.Tensor) -> float:
    """Return the largest lr at which plain SGD on the mean squared error does not diverge.

    Shapes: X: "n d"; the model is X @ w + b.
    """
    raise NotImplementedError


def replay(
    w0: float, b0: float, X: torch.Tensor, y: torch.Tensor, lr: float, steps: int
) -> torch.Tensor:
    """Return the loss before each update of gradient descent on mean((w * X + b - y) ** 2).

    Shapes: X: "n", y: "n", answer: "steps".
    """
    raise NotImplementedError
