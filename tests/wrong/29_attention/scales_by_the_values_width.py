"""You scale with the width of v; it is the width of q and k that makes the scores large."""

import math

import torch


def attention(q, k, v, causal=True):
    t, d = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / math.sqrt(v.shape[-1])
    if causal:
        ahead = torch.ones(t, t, dtype=torch.bool, device=q.device).triu(1)
        scores = scores.masked_fill(ahead, -math.inf)
    return torch.softmax(scores, dim=-1) @ v
