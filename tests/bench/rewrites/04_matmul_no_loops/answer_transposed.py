"""Re-codes tests/wrong/04_matmul_no_loops/answer_transposed.py."""

import torch


def matmul_fast(left, right):
    if left.shape[-1] != right.shape[-2]:
        raise ValueError(f"{tuple(left.shape)} {tuple(right.shape)}")
    table = (left.unsqueeze(-1) * right.unsqueeze(-3)).sum(dim=-2)
    return table.mT
