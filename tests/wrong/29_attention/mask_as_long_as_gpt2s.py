"""Your mask has room for 1024 rows: make it as long as q is."""

import math

import torch

AHEAD = torch.ones(1024, 1024, dtype=torch.bool).triu(1)


def attention(q, k, v, causal=True):
    t, d = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / math.sqrt(d)
    if causal:
        scores = scores.masked_fill(AHEAD[:t, :t].to(q.device), -math.inf)
    return torch.softmax(scores, dim=-1) @ v
