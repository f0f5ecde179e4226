"""unflatten and permute, PyTorch's own attention, a mask nowhere in sight."""

import torch.nn.functional as F
from torch import nn


def split_heads(x, h):
    if x.shape[-1] % h != 0:
        raise ValueError(f"{x.shape[-1]} % {h} is not 0")
    return x.unflatten(-1, (h, x.shape[-1] // h)).permute(0, 2, 1, 3)


def merge_heads(x):
    return x.permute(0, 2, 1, 3).flatten(2)


class CausalSelfAttention(nn.Module):
    def __init__(self, C, h):
        if C % h != 0:
            raise ValueError("no")
        super().__init__()
        self.h = h
        self.proj = nn.Linear(C, C)
        self.qkv = nn.Linear(C, C * 3)

    def forward(self, x):
        q, k, v = [split_heads(a, self.h) for a in self.qkv(x).tensor_split(3, dim=2)]
        return self.proj(merge_heads(F.scaled_dot_product_attention(q, k, v, is_causal=True)))
