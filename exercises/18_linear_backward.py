"""The backward pass of a linear layer

Going forward, a linear layer computes y = x @ weight.T + bias for b rows at once. Going
backward, it is handed dy: for every number in y, how much the loss changes with it. From that
it has to say the same about its three inputs. This is all that autograd asks of a layer, and
a network's backward pass is one such step after another.

Look at a single number first: y[r, j] = sum over i of x[r, i] * weight[j, i], plus bias[j].
- weight[j, i] touches column j of y in every row r, each time multiplied by x[r, i].
- x[r, i] touches row r of y in every column j, each time multiplied by weight[j, i].
- bias[j] touches column j of y in every row, multiplied by 1.
Whatever touches many numbers gets the sum of what comes back from each: the sum, not
the mean, because a mean (if there is one) stands in the loss and is in dy already.

The shapes are a good guide: the gradient of a tensor always has that tensor's shape, and
mostly one order of factors gives it. With square matrices shapes stop helping.

Write `linear_backward(x, weight, dy)`:
- x is "b i", weight is "o i", dy is "b o"; all three sizes may differ, b may be 0.
- Return the tuple (dx, dw, db) with the shapes "b i", "o i" and "o".
- dtype and device are those of the inputs, and the inputs stay unchanged.
- Shown, without points: the same formulas for "... i" and "... o" with more leading axes.
By hand: no torch.autograd, backward or torch.func; matrix products are allowed.

>>> import torch
>>> x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
>>> weight = torch.tensor([[1.0, 0.0], [0.0, 1.0], [2.0, 2.0]])
>>> dy = torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
>>> dx, dw, db = linear_backward(x, weight, dy)
>>> dx
tensor([[1., 0.],
        [2., 2.]])
>>> dw
tensor([[1., 2.],
        [0., 0.],
        [3., 4.]])
>>> db
tensor([1., 0., 1.])
"""

import torch


def linear_backward(
    x: torch.Tensor, weight: torch.Tensor, dy: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """(dx "b i", dw "o i", db "o") for x "b i", weight "o i" and dy "b o"."""
    raise NotImplementedError
