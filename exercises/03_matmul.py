"""Matrix multiply by hand

The @ of PyTorch is the work horse of every neural network, and it is made of one small piece.
Take two lists of the same length, multiply them pairwise and add up the products: that is the
dot product. A matrix product is a table of dot products:

    C[i, j] = A[i, 0] * B[0, j] + A[i, 1] * B[1, j] + ... + A[i, k-1] * B[k-1, j]

that is, row i of A with column j of B. The two inner sizes have to be the same number k,
because a row of A meets a column of B; the two outer sizes are the shape of the answer:

    A  (m, k)
    B     (k, n)        ->  C  (m, n)

A matrix times a vector is the same with one column only: out[i] is row i of A with v.

    A = [[2, 0],    v = [1, 2]      row 0:  2*1 + 0*2 = 2
         [1, 3]]                    row 1:  1*1 + 3*2 = 7      A @ v = [2, 7]

A * B is something else: it multiplies number by number, as in exercise 02, and adds nothing up.
And beware of square matrices: read A[p, i] for A[i, p] and the shapes still fit, only the
numbers are wrong. Try your code on a table that is longer than wide.

Write three functions; each may call the one before.
  dot(a, b)      "k", "k" -> ""            one number, as a 0-D tensor
  matvec(A, v)   "m k", "k" -> "m"
  matmul(A, B)   "m k", "k n" -> "m n"

  - the answer is a new tensor with the dtype (float32, float64, int64) and device of the inputs
  - gradients flow through it to both inputs, and the inputs stay as they were
  - if the inner sizes differ, all three raise ValueError, and its message contains every size of
    both shapes: "matmul: (2, 3) and (5, 4) do not fit" has all four. A size 1 does not stretch.
  - every size may be 0. With k = 0 there is nothing to add up: every entry of the answer is 0.

By hand: @, matmul, mm, bmm, mv, dot, inner, einsum, tensordot, F.linear, convolutions, kron,
cdist and the like are off, in torch and in NumPy, and so is tolist. Indexing, +, * and sum are
what you need. Loops are welcome; nobody is graded on speed here.

>>> import torch
>>> dot(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([4.0, 5.0, 6.0]))
tensor(32.)
>>> A = torch.tensor([[2.0, 0.0], [1.0, 3.0]])
>>> matvec(A, torch.tensor([1.0, 2.0]))
tensor([2., 7.])
>>> matmul(A, torch.tensor([[1.0, 0.0, 1.0], [2.0, 1.0, 0.0]]))
tensor([[2., 0., 2.],
        [7., 3., 1.]])
"""

import torch


def dot(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The sum of a[p] * b[p]: "k", "k" -> "". ValueError, naming both shapes, if they differ."""
    raise NotImplementedError


def matvec(A: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Every row of A with v: "m k", "k" -> "m". ValueError, naming both shapes, on a mismatch."""
    raise NotImplementedError


def matmul(A: torch.Tensor, B: torch.Tensor) -> torch.Tensor:
    """Rows of A with columns of B: "m k", "k n" -> "m n". ValueError, naming both shapes."""
    raise NotImplementedError
