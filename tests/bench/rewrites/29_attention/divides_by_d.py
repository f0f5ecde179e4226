"""Re-codes tests/wrong/29_attention/divides_by_d.py."""

import torch


def attention(query, key, value, causal=True):
    width = query.size(-1)
    table = torch.einsum("...id,...jd->...ij", query, key) / width
    if causal:
        n = query.size(-2)
        seen = torch.tril(torch.ones(n, n, device=query.device)).bool()
        table = torch.where(seen, table, torch.full_like(table, float("-inf")))
    return table.softmax(-1) @ value
