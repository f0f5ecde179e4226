"""Shapes are filled up to the same rank with a loop over axes, which no size can lengthen."""

import torch


def matmul_fast(A, B):
    *_, m, k = A.shape
    *_, rows, n = B.shape
    if k != rows:
        raise ValueError("inner sizes: " + str(list(A.shape)) + " and " + str(list(B.shape)))
    left = A.reshape(*A.shape[:-2], m, k, 1)
    right = B.reshape(*B.shape[:-2], 1, k, n)
    while left.dim() < right.dim():
        left = left[None]
    while right.dim() < left.dim():
        right = right[None]
    return torch.mul(left, right).movedim(-2, 0).sum(dim=0)
