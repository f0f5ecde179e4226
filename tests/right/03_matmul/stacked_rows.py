"""Row by row and column by column, collected in lists and stacked."""

import functools
import operator

import torch


def _check(left, right, fits):
    if not fits:
        sizes = ", ".join(str(size) for size in (*left.shape, *right.shape))
        raise ValueError(f"sizes {sizes} do not fit")


def dot(a, b):
    _check(a, b, a.shape == b.shape)
    products = [x * y for x, y in zip(a, b)]
    return functools.reduce(operator.add, products, a.new_zeros(()))


def matvec(A, v):
    _check(A, v, A.shape[1] == v.shape[0])
    rows = [dot(row, v) for row in A]
    return torch.stack(rows) if rows else A.new_zeros(0)


def matmul(A, B):
    _check(A, B, A.shape[1] == B.shape[0])
    columns = [matvec(A, column) for column in B.unbind(dim=1)]
    return torch.stack(columns, dim=1) if columns else A.new_zeros(A.shape[0], 0)
