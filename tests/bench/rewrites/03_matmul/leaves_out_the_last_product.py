"""Re-codes tests/wrong/03_matmul/leaves_out_the_last_product.py."""

import torch


def dot(u, w):
    if u.shape != w.shape:
        raise ValueError(f"{tuple(u.shape)} against {tuple(w.shape)}")
    return (u[:-1] * w[:-1]).sum()


def matvec(M, w):
    if M.shape[1] != w.shape[0]:
        raise ValueError(f"{tuple(M.shape)} against {tuple(w.shape)}")
    return torch.stack([dot(row, w) for row in M]) if len(M) else M.new_zeros(0)


def matmul(M, N):
    if M.shape[1] != N.shape[0]:
        raise ValueError(f"{tuple(M.shape)} against {tuple(N.shape)}")
    return (M[:, :-1, None] * N[None, :-1, :]).sum(1)
