"""Plain loops over single numbers, as one would write them in C."""

import torch


def _complain(a, b):
    raise ValueError(f"shapes {list(a.shape)} and {list(b.shape)} do not go together")


def dot(a, b):
    if len(a) != len(b):
        _complain(a, b)
    total = torch.zeros((), dtype=a.dtype, device=a.device)
    for p in range(len(a)):
        total = total + a[p] * b[p]
    return total


def matvec(A, v):
    m, k = A.shape
    if k != len(v):
        _complain(A, v)
    out = torch.zeros(m, dtype=A.dtype, device=A.device)
    for i in range(m):
        for p in range(k):
            out[i] += A[i, p] * v[p]
    return out


def matmul(A, B):
    m, k = A.shape
    if k != B.shape[0]:
        _complain(A, B)
    n = B.shape[1]
    C = torch.zeros(m, n, dtype=A.dtype, device=A.device)
    for i in range(m):
        for j in range(n):
            for p in range(k):
                C[i, j] += A[i, p] * B[p, j]
    return C
