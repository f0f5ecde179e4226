"""Matrix multiply without loops

The loops of exercise 03 are right, and slow: every A[i, p] * B[p, j] is a separate call into
PyTorch, with far more bookkeeping than arithmetic. The cure is to ask for all products at once.

Broadcasting does that. When two tensors meet, their shapes are written one below the other,
aligned at the right; an axis of length 1 stretches to the length it meets. So put an axis of
length 1 where the other one has numbers to go through:

    A   (m, k, 1)
    B      (k, n)  with an axis of length 1 in front:  (1, k, n)
    A * B          ->  (m, k, n)     entry [i, p, j] is A[i, p] * B[p, j]
    sum over p     ->  (m, n)        the matrix product

x.unsqueeze(d) puts a new axis of length 1 at place d; so does None inside an index, x[:, None].
With places counted from the right (-1 the last, -2 the one before) the same line works for any
number of axes in front, the batch: a stack of matrices times a stack of matrices, each with its
partner. Batch axes broadcast too: (2, 1) and (3,) in front give (2, 3) products.

Time it yourself on 64x64: a triple loop takes seconds, this a tenth of a millisecond, and @ a
tenth of that. The last step is the price of the big (m, k, n) table, which is written to memory
and read again, while @ adds each product up on the spot. At 1000x1000 the table would take four
gigabytes.

Write matmul_fast(A, B): "... m k", "... k n" -> "... m n". Each ... stands for any number of
batch axes, none included, and they broadcast against each other.
  - a new tensor with the dtype (float32, float64, int64) and device of the inputs; gradients
    flow to both, and the inputs stay as they were
  - if the inner sizes differ: ValueError, with every size of both shapes in its message; an
    inner size of 1 does not stretch
  - every size may be 0, batch axes too; with k = 0 every entry is 0

By hand: all that was off in 03 is off here (@, matmul, bmm, einsum, tensordot, F.linear, ...).
And no loop over the numbers: how many operations you call must not grow with m, k, n or the
batch. We count them.

>>> import torch
>>> A = torch.tensor([[2.0, 0.0], [1.0, 3.0]])
>>> matmul_fast(A, torch.tensor([[1.0, 0.0, 1.0], [2.0, 1.0, 0.0]]))
tensor([[2., 0., 2.],
        [7., 3., 1.]])
>>> matmul_fast(torch.ones(2, 1, 4, 5), torch.ones(3, 5, 6)).shape
torch.Size([2, 3, 4, 6])
"""

import torch


def matmul_fast(A: torch.Tensor, B: torch.Tensor) -> torch.Tensor:
    """The matrix products: "... m k", "... k n" -> "... m n". ValueError, naming both shapes."""
    raise NotImplementedError
