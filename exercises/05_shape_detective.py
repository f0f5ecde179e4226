"""Shape detective

Tensors of different shapes may be added or subtracted: PyTorch stretches the smaller one. That
is broadcasting, and there are only three rules.

    1. Write the shapes one below the other, aligned at the right. The shorter one is filled up
       with 1s in front.
    2. Two lengths in one column must be equal, or one of them must be 1. Else it is an error.
    3. The answer's length is that of the one which is not 1. So 1 and 5 give 5, and 1 and 0
       give 0: a 1 stretches to nothing, too.

         8, 1, 6             4, 1             2
            7, 1                4             3
       ---------          -------       -------
         8, 7, 6             4, 4         error

    You may read elsewhere that every bug is a shape mismatch, as if PyTorch would stop you.
    Run torch.zeros(4, 1) - torch.zeros(4): no error, the shape is (4, 4). Here is why that is
    the worst kind of bug: let four predictions have shape (4, 1) and their targets 2, 4, 6, 8
    shape (4,). Then every prediction is compared with every target. Training goes smoothly, the
    loss settles at 5.0 instead of 0, and the model answers about 5, the mean of the targets,
    whatever you ask it. Nothing was ever raised. In the same way X @ W and X @ W.T both run
    when W is square, and one of them is wrong.

So find the shape before PyTorch does, and refuse to stretch where nothing should be stretched.

broadcast_shape(s, t) gets two shapes as tuples of ints and returns the shape that they
broadcast to, as a tuple of ints.
  - ValueError if they do not broadcast
  - any number of axes, none included: () is the shape of a single number; sizes may be 0

checked_sub(pred, y) returns pred - y, and refuses to broadcast.
  - ValueError unless the two shapes are equal; equal shapes of any rank are fine
  - a new tensor of that shape, dtype (float32, float64, int64) and device; gradients flow to
    both, and the inputs stay as they were

By hand: broadcast_shape works on plain ints. It makes no tensor, and calls neither torch nor
NumPy. torch.broadcast_shapes, broadcast_tensors, broadcast_to, expand are off in both functions.

>>> import torch
>>> broadcast_shape((4, 1), (4,))
(4, 4)
>>> broadcast_shape((8, 1, 6), (7, 1))
(8, 7, 6)
>>> checked_sub(torch.tensor([[3.0], [5.0]]), torch.tensor([[1.0], [1.5]]))
tensor([[2.0000],
        [3.5000]])
"""

import torch


def broadcast_shape(s: tuple, t: tuple) -> tuple:
    """The shape that s and t broadcast to, without torch. ValueError if they do not."""
    raise NotImplementedError


def checked_sub(pred: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """pred - y: "n 1", "n 1" -> "n 1", or any equal shapes. ValueError if they differ."""
    raise NotImplementedError
