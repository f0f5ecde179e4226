"""Re-codes tests/wrong/29_attention/masks_with_zero.py."""

import torch


def attention(query, key, value, causal=True):
    n, width = query.shape[-2], query.shape[-1]
    table = (query @ key.transpose(-1, -2)) / width**0.5
    if causal:
        table = table * torch.ones(n, n, dtype=table.dtype, device=table.device).tril()
    return table.softmax(dim=-1).matmul(value)
