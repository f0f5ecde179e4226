"""You mask the diagonal too: row 0 sees nothing and turns to NaN; a row may see itself."""

import math

import torch


def attention(q, k, v, causal=True):
    t, d = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / math.sqrt(d)
    if causal:
        ahead = torch.ones(t, t, dtype=torch.bool, device=q.device).triu(0)
        scores = scores.masked_fill(ahead, -math.inf)
    return torch.softmax(scores, dim=-1) @ v
