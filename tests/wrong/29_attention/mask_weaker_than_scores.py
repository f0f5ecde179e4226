"""You mask with -10000, and a score may be lower still: use minus infinity."""

import math

import torch


def attention(q, k, v, causal=True):
    t, d = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / math.sqrt(d)
    if causal:
        ahead = torch.ones(t, t, dtype=torch.bool, device=q.device).triu(1)
        scores = scores.masked_fill(ahead, -10000.0)
    return torch.softmax(scores, dim=-1) @ v
