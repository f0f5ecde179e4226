"""Your answer has the dtype of the inputs but not their device: it is always on the CPU.

Shows on: cuda, simulated.
"""

import torch


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    out = torch.zeros(A.shape[0], dtype=A.dtype)
    for i in range(A.shape[0]):
        out[i] = (A[i] * v).sum()
    return out


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = torch.zeros(A.shape[0], B.shape[1], dtype=A.dtype)
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            C[i, j] = (A[i] * B[:, j]).sum()
    return C
