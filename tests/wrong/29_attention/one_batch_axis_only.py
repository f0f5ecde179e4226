"""You count on one leading axis; there may be none or several: work on the last two alone."""

import math

import torch


def attention(q, k, v, causal=True):
    B, t, d = q.shape
    scores = torch.bmm(q, k.transpose(1, 2)) / math.sqrt(d)
    if causal:
        ahead = torch.ones(t, t, dtype=torch.bool, device=q.device).triu(1)
        scores = scores.masked_fill(ahead, -math.inf)
    return torch.bmm(torch.softmax(scores, dim=-1), v)
