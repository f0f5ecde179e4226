"""Re-codes tests/wrong/29_attention/always_causal.py."""

import torch


def attention(query, key, value, causal=True):
    n, width = query.shape[-2], query.shape[-1]
    table = query @ key.mT * width**-0.5
    hidden = torch.arange(n)[None, :] > torch.arange(n)[:, None]
    table = table.masked_fill(hidden.to(query.device), float("-inf"))
    return torch.softmax(table, -1) @ value
