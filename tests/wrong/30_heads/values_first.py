"""You cut v from the front of qkv; its channels are q first, then k, and v last."""

import math

import torch
from torch import nn


class CausalSelfAttention(nn.Module):
    def __init__(self, C, h):
        super().__init__()
        if C % h != 0:
            raise ValueError(f"{C} channels cannot be shared out among {h} heads")
        self.h = h
        self.qkv = nn.Linear(C, 3 * C)
        self.proj = nn.Linear(C, C)

    def forward(self, x):
        v, q, k = (split_heads(part, self.h) for part in self.qkv(x).chunk(3, dim=-1))
        T, d = q.shape[-2:]
        scores = q @ k.transpose(-2, -1) / math.sqrt(d)
        ahead = torch.ones(T, T, dtype=torch.bool, device=x.device).triu(1)
        weights = scores.masked_fill(ahead, -math.inf).softmax(dim=-1)
        return self.proj(merge_heads(weights @ v))
