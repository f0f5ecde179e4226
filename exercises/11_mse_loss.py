"""One number to go down

Training needs a single number that says how wrong the model is, so that "better" means "smaller".
The usual one for numbers is the mean squared error: take every difference between what the model
said and what was wanted, square it, and average all the squares. Squares cannot cancel each other,
and a mean does not grow just because there are more examples.

    You may read elsewhere that nearly every bug is a shape mismatch that PyTorch reports. Run a
    training loop on 4 examples of y = 2 * x with pred of shape (4, 1) and y of shape (4,): nothing
    is reported. The loss goes down nicely and rests at 5, with w close to 0 and b close to 5.
    Here is why: pred - y broadcasts to (4, 4), every answer is compared with every example, and the
    best that one can do then is to answer the mean. The worst bugs do not raise, so you will.

Write mse(pred, y): the mean of (pred - y) ** 2 over all the numbers.
- pred and y have the same shape, any shape, with at least one number. Where the shapes differ raise
  a ValueError, also where PyTorch could broadcast them: (n, 1) with (n,), or (3,) with ().
- The answer is a 0-D tensor with pred's dtype (floating point) and device, and it is still in the
  graph: gradients must reach both pred and y.
- float16 ends at 65504. Wherever the mean itself fits, your answer has to be finite, even if the
  sum of all the squares would not fit. (Every difference is below 200, so each square fits.)
By hand: no F.mse_loss and no nn.MSELoss.

>>> import torch
>>> mse(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([1.0, 4.0, 2.0]))
tensor(1.6667)
>>> mse(torch.zeros(4, 1), torch.zeros(4))
Traceback (most recent call last):
    ...
ValueError: pred has shape (4, 1), y has shape (4,)
"""

import torch


def mse(pred: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the mean of the squared differences.

    Shapes: pred: "*s", y: "*s", answer: "". Raises ValueError unless the shapes are equal.
    """
    raise NotImplementedError
