"""Your mask is made on the CPU: make it where x is, with device=x.device.

Shows on: cuda, simulated.
"""

import math

import torch


class CausalSelfAttention(CausalSelfAttention):
    def forward(self, x):
        B, T, C = x.shape
        heads = self.qkv(x).reshape(B, T, 3, self.h, C // self.h).permute(2, 0, 3, 1, 4)
        q, k, v = heads.unbind(0)
        scores = q @ k.transpose(-2, -1) / math.sqrt(C // self.h)
        ahead = torch.ones(T, T, dtype=torch.bool).triu(1)
        mixed = scores.masked_fill(ahead, -math.inf).softmax(dim=-1) @ v
        return self.proj(mixed.transpose(1, 2).reshape(B, T, C))
