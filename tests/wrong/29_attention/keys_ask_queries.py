"""You have the keys ask the queries: row i of the scores belongs to q[i]."""

import math

import torch


def attention(q, k, v, causal=True):
    t, d = q.shape[-2:]
    scores = k @ q.transpose(-2, -1) / math.sqrt(d)
    if causal:
        ahead = torch.ones(t, t, dtype=torch.bool, device=q.device).triu(1)
        scores = scores.masked_fill(ahead, -math.inf)
    return torch.softmax(scores, dim=-1) @ v
