"""You do not mask: a row sees the rows after it."""

import math

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
        q, k, v = (split_heads(part, self.h) for part in self.qkv(x).chunk(3, dim=-1))
        d = q.shape[-1]
        scores = q @ k.transpose(-2, -1) / math.sqrt(d)
        weights = scores.softmax(dim=-1)
        return self.proj(merge_heads(weights @ v))
