"""The five lines of training

Every training loop has the same heart. One lap, in words:

    forward     ask the model for its answers
    loss        measure how wrong they are, in one number
    zero_grad   clear the gradients of the lap before
    backward    compute the new gradients
    step        let the optimizer move the weights

backward adds to what is in .grad, so without the third line lap 3 walks along the gradients of
laps 1, 2 and 3 together. optimizer.zero_grad() clears by setting .grad to None (since PyTorch 2.0,
before that it wrote zeros), and the next backward begins afresh.

    You may read elsewhere that these five lines are "every training run ever written". Here is what
    is true: they are its skeleton. Real runs also draw small batches, use AdamW, change lr as they
    go, clip the gradients, compute in half precision, and some let several backwards add up before
    one step, and then call zero_grad once for each step instead of once for each backward.

    You may also find the loop printed with nothing indented under the for. Run it:
    IndentationError. The five lines are the body of the loop and stand four spaces to the right.

Write train(model, optimizer, X, y, steps).
- Make exactly `steps` laps over all of X and y with the model and the optimizer that you are given,
  whatever they are. Weights that the optimizer does not hold, or that do not require grad, stay.
- The loss is the mean of the squared differences over all n * o numbers of model(X) and y.
- Return a list of Python floats: the loss of each lap before its update. For 0 steps that is [],
  and nothing has changed.
- Clear what you find: a .grad that is there when you are called must not count. (Clearing last in
  the lap is fine as well, if you also clear once before the loop.)

>>> import torch
>>> model = torch.nn.Linear(1, 1)
>>> for p in model.parameters():
...     p.data.zero_()
tensor([[0.]])
tensor([0.])
>>> X = torch.tensor([[1.0], [2.0]])
>>> losses = train(model, torch.optim.SGD(model.parameters(), lr=0.25), X, 2 * X, steps=3)
>>> [round(loss, 3) for loss in losses]
[10.0, 5.125, 2.641]
"""

import torch


def train(
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    X: torch.Tensor,
    y: torch.Tensor,
    steps: int,
) -> list[float]:
    """Train the model in place and return the loss of each lap before its update.

    Shapes: X: "n i", y: "n o", model: "n i" -> "n o".
    """
    raise NotImplementedError
