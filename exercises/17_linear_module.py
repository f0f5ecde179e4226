"""A linear layer that can learn

A function forgets its weights when it returns. A layer has to keep them, an optimizer has to
find them, and .to(...) has to move them. nn.Module does all three for an attribute of one
kind: nn.Parameter, a leaf tensor that the module notes down when you assign it. A plain tensor
assigned to self is not noted down, with or without requires_grad: it works in forward, never
appears in parameters(), and so never learns.

How to start? If all weights were equal, all outputs would be equal, would get equal
gradients and stay equal for ever: starting has to be random. If the numbers are too big, each
layer makes its output bigger than its input. Every output is a sum of `in_features` products;
drawing weights evenly from -k to k with k = 1 / sqrt(in_features) keeps that sum of the
size of the input. That is also how nn.Linear starts: for 768 inputs k = 0.0361.

Write `class MyLinear(nn.Module)`:
- MyLinear(in_features, out_features, bias=True, device=None, dtype=None)
- .weight is an nn.Parameter of shape (out_features, in_features), drawn from the uniform
  distribution on [-k, k]; .bias is an nn.Parameter of shape (out_features,), drawn in the same way
  or all zeros; with bias=False .bias is None.
- These are its only parameters, there are no buffers, so that its state_dict fits nn.Linear.
- device and dtype say where and as what both are made; None means PyTorch's default.
- Two layers start with different numbers; nothing seeds the random generator.
- layer(x) with x "... in" gives x @ weight.T + bias, "... out", with gradients for x and both
  parameters; it goes on working after .to(...), load_state_dict and copy.deepcopy.
By hand: no nn.Linear (nor a subclass of it) and no F.linear.

>>> import torch
>>> layer = MyLinear(4, 3)
>>> layer(torch.ones(2, 4)).shape
torch.Size([2, 3])
>>> sorted(name for name, _ in layer.named_parameters())
['bias', 'weight']
>>> MyLinear(4, 3, bias=False).bias is None
True
"""

import torch
from torch import nn


class MyLinear(nn.Module):
    """A layer from "... in" to "... out" with the parameters weight "out in" and bias "out"."""

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        """Make the parameters; bias=False leaves .bias None."""
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The output "... out" for x "... in"."""
        raise NotImplementedError
