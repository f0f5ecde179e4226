"""Several heads

One attention has one table of weights: each row can look for one thing at a time. So the C
channels are cut into h heads of d = C / h channels each, every head attends by itself with its own
table, and what they bring back is put side by side again.

Cutting is where it goes wrong. Head i owns the channels i*d to (i+1)*d of every time step. In
memory the channels of one time step lie together, so x "B T C" can be viewed as (B, T, h, d), and
only then may h and T change places. Viewing straight to (B, h, T, d) has the right shape too, and
raises nothing, but gives the first head whole time steps instead of its channels from each of
them. Merging is the same way backwards.

Write:
- split_heads(x, h): x "B T (h d)" -> "B h T d"; entry [b, i, t] is x[b, t, i*d : (i+1)*d].
  ValueError when h does not divide the last axis.
- merge_heads(x): x "B h T d" -> "B T (h d)", so that merge_heads(split_heads(x, h)) is x.
  Both keep dtype and device, let gradients through and leave x unchanged; B or T may be 0. A view
  of x is fine.
- class CausalSelfAttention(C, h), an nn.Module with exactly two layers, both with a bias: qkv, an
  nn.Linear(C, 3 * C), and proj, an nn.Linear(C, C). ValueError when h does not divide C.
  forward(x), x "B T C" -> "B T C": qkv(x) gives the C channels of q, then those of k, then those
  of v; each is split into heads; every head does causal attention (scores over the square root
  of d, the width of one head; no row sees a later one; softmax along the row); the heads are
  merged, and proj mixes them. No dropout, any T, and x stays unchanged.
Any function of PyTorch is allowed; your attention from exercise 29 may come along. Paste it
in: each file is graded by itself.

>>> import torch
>>> x = torch.tensor([[[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]])
>>> split_heads(x, 2)
tensor([[[[ 1,  2],
          [ 5,  6],
          [ 9, 10]],
<BLANKLINE>
         [[ 3,  4],
          [ 7,  8],
          [11, 12]]]])
>>> torch.equal(merge_heads(split_heads(x, 2)), x)
True
>>> CausalSelfAttention(6, 2)(torch.ones(2, 5, 6)).shape
torch.Size([2, 5, 6])
"""

import torch
from torch import nn


def split_heads(x: torch.Tensor, h: int) -> torch.Tensor:
    """x "B T (h d)" -> "B h T d"; ValueError when h does not divide the last axis."""
    raise NotImplementedError


def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """x "B h T d" -> "B T (h d)", the way back from split_heads."""
    raise NotImplementedError


class CausalSelfAttention(nn.Module):
    """h heads of causal attention over C channels, then one linear that mixes them."""

    def __init__(self, C: int, h: int) -> None:
        """ValueError when h does not divide C."""
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x "B T C" -> "B T C"; row t depends on the rows 0..t alone."""
        raise NotImplementedError
