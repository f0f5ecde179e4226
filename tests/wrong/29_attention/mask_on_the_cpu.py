"""Your mask is made on the CPU whatever the inputs are on; give it q's device.

Shows on: cuda, simulated.
"""

import math

import torch


def attention(q, k, v, causal=True):
    t, d = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / math.sqrt(d)
    if causal:
        ahead = torch.ones(t, t, dtype=torch.bool).triu(1)
        scores = scores.masked_fill(ahead, -math.inf)
    return torch.softmax(scores, dim=-1) @ v
