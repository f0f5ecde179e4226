"""A linear layer as a function

A linear layer turns i numbers into o numbers. Each output is a weighted sum of all the inputs,
plus one number of its own, the bias:

    out[j] = x[0] * weight[j, 0] + ... + x[i - 1] * weight[j, i - 1] + bias[j]

The weights that make one output lie in one row, so the matrix has the shape (o, i): out first,
in second. nn.Linear keeps it that way too. A matrix product needs (... i) @ (i o), so the
matrix has to be turned over on its way in. When o == i, forgetting the turn raises nothing
and quietly gives wrong numbers.

One matrix serves every row: x may have any number of axes in front of the last one, and they
come out as they went in.

Write `linear(x, weight, bias)`:
- x is "... i" with at least one axis, weight is "o i", bias is "o" or None; you return "... o",
  so an x of shape (i,) gives (o,), and a leading axis of size 0 stays 0.
- With bias None nothing is added.
- dtype and device are those of x; the inputs stay unchanged; gradients reach all three.
- If the last axis of x is not i long, an exception is raised (PyTorch's own will do).
By hand: `@`, matmul, addmm and einsum are allowed; nn.Linear and F.linear are not.

    You may read elsewhere that the first feed-forward matrix of GPT-2 has the shape
    (3072, 768): run `torch.nn.Linear(768, 3072).weight.shape` and it is so. In the file of
    weights that OpenAI published the same matrix is (768, 3072). Here is why: their code
    stored such matrices as (in, out). Whoever loads that file into nn.Linear has to transpose
    four matrices per block, and one of the four is square, so forgetting it raises nothing.

>>> import torch
>>> x = torch.tensor([1.0, 2.0])
>>> weight = torch.tensor([[2.0, 0.0], [1.0, 3.0], [0.0, 1.0]])
>>> linear(x, weight, torch.tensor([0.0, 0.0, 10.0]))
tensor([ 2.,  7., 12.])
>>> linear(torch.ones(5, 4, 2), weight, None).shape
torch.Size([5, 4, 3])
"""

import torch


def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None) -> torch.Tensor:
    """The layer's output "... o" for x "... i", weight "o i" and bias "o" or None."""
    raise NotImplementedError
