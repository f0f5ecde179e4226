""".item() takes out bare numbers: dot is no tensor any more, and no gradient flows back."""

import torch


def dot(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{tuple(a.shape)} and {tuple(b.shape)} do not fit")
    total = 0.0
    for p in range(a.shape[0]):
        total += a[p].item() * b[p].item()
    return total


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    out = torch.zeros_like(A[:, 0]) if A.shape[1] else A.new_zeros(A.shape[0])
    for i in range(A.shape[0]):
        out[i] = sum(A[i, p].item() * v[p].item() for p in range(A.shape[1]))
    return out


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = A.new_zeros(A.shape[0], B.shape[1])
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            C[i, j] = sum(A[i, p].item() * B[p, j].item() for p in range(A.shape[1]))
    return C
