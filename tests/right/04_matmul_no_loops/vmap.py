"""One column of B at a time in the text, all of them at once when it runs."""

import torch


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} x {tuple(B.shape)}")
    if B.shape[-1] == 0:
        batch = torch.broadcast_shapes(A.shape[:-2], B.shape[:-2])
        return A.new_zeros(*batch, A.shape[-2], 0)

    def with_column(column):
        return (A * column.unsqueeze(-2)).sum(-1)

    return torch.vmap(with_column, in_dims=-1, out_dims=-1)(B)
