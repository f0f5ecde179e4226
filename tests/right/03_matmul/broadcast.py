"""No loop at all: the products in one table, then a sum over the inner axis."""

import torch


def _fits(a, b, inner_a, inner_b):
    if inner_a != inner_b:
        raise ValueError(" vs ".join("x".join(map(str, t.shape)) for t in (a, b)))


def dot(a, b):
    _fits(a, b, a.numel(), b.numel())
    return torch.sum(torch.mul(a, b))


def matvec(A, v):
    _fits(A, v, A.size(1), v.size(0))
    return (A * v.expand_as(A)).sum(dim=-1)


def matmul(A, B):
    _fits(A, B, A.size(1), B.size(0))
    return (A[:, None, :] * B.t()[None, :, :]).sum(dim=2)
