"""The bend between two linear layers

Stack two linear layers and nothing is gained: a weighted sum of weighted sums is a weighted sum.
Whatever the two can do, one can do as well; you will write down which one. To make depth worth
its while, something that is not linear has to stand between them.

GPT-2 puts GELU there. It lets a number through in proportion to the chance that a standard
normal number falls below it: gelu(x) = x * P(Z <= x), with
P(Z <= x) = (1 + erf(x / sqrt(2))) / 2. Far to the right it is x, far to the left 0, and it bends
smoothly in between. (GPT-2's own code used an approximation with tanh, which is off by
up to 0.0005. The same idea; this exercise wants the exact one.)

Write three things:
- `collapse(W1, b1, W2, b2)`: the one layer (W, b) that does what two in a row do, the first
  with W1 "h i" and b1 "h", the second with W2 "o h" and b2 "o". W is "o i", b is "o".
- `gelu(x)`: for a floating x of any shape, dtype kept, differentiable, finite in half
  precision for x from -30000 to 30000; x stays unchanged.
- `class FeedForward(nn.Module)`: FeedForward(d, mult=4) has the linear layers c_fc from d to
  mult * d and c_proj back to d, both with a bias, and no other parameters; forward(x) takes
  "... d" and is c_proj(gelu(c_fc(x))): nothing after it, no dropout, and x is not added.
By hand: no F.gelu, nn.GELU or nn.ReLU; torch.erf, nn.Linear and nn.Sequential are allowed.

    You may read elsewhere that every layer of a transformer is this one thing, a learned matrix:
    run `collapse` on two of them and see what would be left of GPT-2. Here is why it is not so:
    GELU, LayerNorm, softmax and adding the residual are no such layers, looking up
    an embedding is none, and the two products in attention multiply data by data.

>>> import torch
>>> gelu(torch.tensor([-1.0, 0.0, 1.0]))
tensor([-0.1587,  0.0000,  0.8413])
>>> W1, b1 = torch.tensor([[1.0, 2.0]]), torch.tensor([3.0])
>>> W2, b2 = torch.tensor([[10.0], [20.0]]), torch.tensor([0.0, 1.0])
>>> collapse(W1, b1, W2, b2)
(tensor([[10., 20.],
        [20., 40.]]), tensor([30., 61.]))
>>> FeedForward(8)(torch.ones(2, 5, 8)).shape
torch.Size([2, 5, 8])
"""

import torch
from torch import nn


def collapse(
    W1: torch.Tensor, b1: torch.Tensor, W2: torch.Tensor, b2: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """(W "o i", b "o"), equal to W1 "h i", b1 "h" followed by W2 "o h", b2 "o"."""
    raise NotImplementedError


def gelu(x: torch.Tensor) -> torch.Tensor:
    """x "..." times the chance that a standard normal number is below it."""
    raise NotImplementedError


class FeedForward(nn.Module):
    """The feed-forward part of a GPT-2 block, "... d" to "... d"."""

    def __init__(self, d: int, mult: int = 4) -> None:
        """Make c_fc (d to mult * d) and c_proj (mult * d to d)."""
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """c_proj(gelu(c_fc(x))), "... d" for x "... d"."""
        raise NotImplementedError
