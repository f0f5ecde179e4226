"""Your mask is made on the CPU: make it where x is, with device=x.device.

Shows on: cuda, simulated.
"""

import math

import torch


class CausalSelfAttention(CausalSelfAttention):
    def forward(self, x):
        q, k, v = (split_heads(part, self.h) for part in self.qkv(x).chunk(3, dim=-1))  # noqa: F821
        T, d = q.shape[-2:]
        scores = q @ k.transpose(-2, -1) / math.sqrt(d)
        ahead = torch.ones(T, T, dtype=torch.bool).triu(1)
        weights = scores.masked_fill(ahead, -math.inf).softmax(dim=-1)
        return self.proj(merge_heads(weights @ v))  # noqa: F821
