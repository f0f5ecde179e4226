"""You do not scale: divide the scores by the square root of d before softmax."""

import math

import torch


def attention(q, k, v, causal=True):
    t, d = q.shape[-2:]
    scores = q @ k.transpose(-2, -1)
    if causal:
        ahead = torch.ones(t, t, dtype=torch.bool, device=q.device).triu(1)
        scores = scores.masked_fill(ahead, -math.inf)
    return torch.softmax(scores, dim=-1) @ v
