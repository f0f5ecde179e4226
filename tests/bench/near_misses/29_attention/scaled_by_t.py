"""The scores are divided by the root of the length."""

import torch


def attention(q, k, v, causal=True):
    t = q.shape[-2]
    s = q @ k.mT / t**0.5
    if causal:
        s = s.masked_fill(torch.ones(t, t, dtype=torch.bool, device=s.device).triu(1), -torch.inf)
    return s.softmax(-1) @ v
