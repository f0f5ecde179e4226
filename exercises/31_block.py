"""A transformer block

A GPT is the same block again and again, so a block must be something that can be stacked. Two
ideas make it so.

The residual. A block does not replace x, it adds to it: x + attention of x, then x + feed-forward
of x. Where the added part is 0 the block hands x through as it is, and the "+" gives gradients a
way down through any number of blocks.

LayerNorm. Sums grow with every block, so each half works on a normed copy: every row (the last
axis, nothing else) is moved to mean 0 and scaled to variance 1, then multiplied by a learned g
and moved by a learned b. The variance is the mean of the squared distances (divide by c, not by
c - 1), and a small eps is added to it under the root, so that a row of equal numbers gives b
instead of 0/0.

Write:
- layer_norm(x, g, b, eps=1e-5): x "... c", g and b "c" -> "... c",
  (x - mean) / sqrt(variance + eps) * g + b, row by row. dtype and device are those of x,
  gradients flow to all three, and the inputs stay unchanged. Leading axes: any number, their
  sizes may be 0; c is at least 1.
  By hand: no F.layer_norm, nn.LayerNorm or other ready-made norm layer in this function.
- class Block(C, h), an nn.Module with the submodules ln1, attn, ln2 and mlp:
      x = x + attn(ln1(x))
      x = x + mlp(ln2(x))
  x "B T C" -> "B T C", and the caller's x stays unchanged. ln1 and ln2 have a weight (ones at
  the start) and a bias (zeros) of C numbers each and eps 1e-5: nn.LayerNorm(C) is allowed here.
  attn is the causal attention of exercise 30 with h heads (layers qkv and proj), mlp the
  feed-forward part of 19 (layers c_fc from C to 4 * C, and c_proj back, with a GELU between them;
  the exact one or the one with tanh). No dropout. Bring both classes along from your answers:
  each file is graded by itself.

    You may read elsewhere that each layer of GPT-2 holds two linears, and that they are all there
    is. Run it: sum(isinstance(m, nn.Linear) for m in Block(768, 12).modules()) gives 4: C to 3C, C
    to C, C to 4C, 4C to C. Here is why they are not all: the norms, softmax, GELU and the two "+"
    are no linears, and the products q k and weights times v have no weights of their own.

>>> import torch
>>> x = torch.tensor([[1.0, 3.0], [5.0, 5.0]])
>>> layer_norm(x, torch.ones(2), torch.tensor([0.0, 10.0])).round(decimals=2)
tensor([[-1., 11.],
        [ 0., 10.]])
>>> Block(8, 2)(torch.ones(3, 5, 8)).shape
torch.Size([3, 5, 8])
"""

import torch
from torch import nn


def layer_norm(
    x: torch.Tensor, g: torch.Tensor, b: torch.Tensor, eps: float = 1e-5
) -> torch.Tensor:
    """x "... c", g "c", b "c" -> "... c": each row to mean 0 and variance 1, times g, plus b."""
    raise NotImplementedError


class Block(nn.Module):
    """x + attn(ln1(x)), and with that as the new x: x + mlp(ln2(x))."""

    def __init__(self, C: int, h: int) -> None:
        """C channels, h heads."""
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x "B T C" -> "B T C"."""
        raise NotImplementedError
