"""Attention

The mean of the past treats all rows alike. Attention lets each row choose. Every position sends
out a query q (what am I looking for?), and offers a key k (what am I?) and a value v (what do I
hand over?). Five steps:

    scores    how well does query i fit key j?  the dot product q[i] . k[j]: a t x t table
    scale     divide by the square root of d
    mask      (causal) row i may see columns 0 to i; the others get minus infinity
    softmax   along each row: weights that are positive and add up to 1
    mix       row i of the answer is the sum of the values, each with its weight

Why divide? A dot product of d random numbers has a variance of d: at d = 64 scores of +-8 and
more are common, softmax puts nearly all weight on one of them, and its gradient fades. Divided by
the square root of d the variance is 1 for every d.

Why before softmax? exp(-inf) is 0, so the future gets no weight and the rest of the row still
adds up to 1. Zeros written in after softmax leave rows that add up to less; zeros written in
before it are scores like any other, and let the future in.

Write attention(q, k, v, causal=True): q and k "... t d", v "... t e" -> "... t e". The leading
axes are equal in all three: none, one or more, and their sizes may be 0; t, d and e are at least
1, and e may differ from d.
- causal=False lets every row see every column.
- Large scores are legal: adding 1000 to a whole row of scores changes nothing about its weights,
  and yours must come out finite.
- dtype and device are those of the inputs, gradients flow to all three, and the inputs stay
  unchanged.
By hand: no F.scaled_dot_product_attention and no nn.MultiheadAttention. torch.softmax is
allowed, and so is your own from exercise 23.

>>> import torch
>>> q = torch.zeros(3, 2)
>>> v = torch.tensor([[2.0], [4.0], [9.0]])
>>> attention(q, q, v)
tensor([[2.],
        [3.],
        [5.]])
>>> attention(q, q, v, causal=False)
tensor([[5.],
        [5.],
        [5.]])
"""

import torch


def attention(
    q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool = True
) -> torch.Tensor:
    """q, k "... t d", v "... t e" -> "... t e": every row a weighted mean of the rows of v."""
    raise NotImplementedError
