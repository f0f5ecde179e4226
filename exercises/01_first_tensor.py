"""Your first tensor

A tensor holds numbers of one kind, laid out along axes. To point at one number you give one
index for every axis: two for a table of rows and columns, one for a plain list of numbers,
none at all for a single number.

    x = torch.tensor([[1.0, 2.0, 3.0],
                      [4.0, 5.0, 6.0]])
    x[1, 2]      the 6: row 1, column 2, both counted from 0
    x.ndim       2, the number of axes
    x.shape      torch.Size([2, 3]), a tuple: 2 rows with 3 numbers in each
    x.dtype      torch.float32, the kind of number, one kind for all six
    x.device     cpu, the place where the numbers are kept

Read a shape from the outside in: (4, 2, 3) is 4 tables, each of 2 rows, each of 3 numbers,
24 numbers in all. An axis may have length 0: shape (0, 3) is a table with no rows, and it is a
perfectly good tensor. PyTorch often says "dim" where this course says axis.

    You may read elsewhere that a tensor of shape [3] is "3-dimensional": run
    torch.tensor([1.0, 2.0, 3.0]).ndim, it says 1. Here is why: in mathematics a vector with
    three components lives in three dimensions; PyTorch counts axes, and one index is enough
    to reach each of the three. Of (3,), (3, 1), (1, 3), (3, 3), (2, 1, 3), (3, 3, 3, 3) only
    one is 3-dim. Which?

    You may read elsewhere that a tensor is exactly a list of numbers: run
    torch.tensor([[1.0, 2.0], [3.0]]), it refuses. Here is why: a list may have rows of any
    length and mix kinds; a tensor has straight edges and one dtype. PyTorch guesses the dtype
    from what you typed, int64 for [1, 2] and float32 for [1.0, 2.0], unless you say dtype=...

Write two functions.

facts(t) gets a tensor and returns a dict with exactly these four keys:
  "ndim"       how many axes t has
  "shape"      the length of each axis, as a tuple (t.shape is one)
  "numel"      how many numbers t holds
  "last_axis"  the length of the last axis, and None if t has no axis
ndim, numel and last_axis are plain Python ints. t may have any number of axes, axes of
length 0, and any dtype; it is not changed.

stack_rows(rows) gets a list of rows, each a list of ints or floats, and returns a tensor of
shape (r, c): r rows with c numbers each.
  - dtype float32, even if every number is an int, and always on the CPU
  - no rows at all give shape (0, 0); two rows without numbers give shape (2, 0)
  - rows of different lengths, each with at least one number, raise ValueError

>>> import torch
>>> found = facts(torch.zeros(2, 5))
>>> found["ndim"], tuple(found["shape"]), found["numel"], found["last_axis"]
(2, (2, 5), 10, 5)
>>> print(facts(torch.tensor(7.0))["last_axis"])
None
>>> stack_rows([[1, 2], [3, 4.5]])
tensor([[1.0000, 2.0000],
        [3.0000, 4.5000]])
"""

import torch


def facts(t: torch.Tensor) -> dict:
    """The number of axes, the shape, the number of elements and the length of the last axis."""
    raise NotImplementedError


def stack_rows(rows: list[list[float]]) -> torch.Tensor:
    """The rows, one below the other, as a float32 tensor of shape "r c" on the CPU."""
    raise NotImplementedError
