"""Slices put side by side, and a loop over the heads."""

import torch
from torch import nn


def split_heads(x, h):
    C = x.shape[-1]
    if C % h:
        raise ValueError("C must be a multiple of h")
    d = C // h
    return torch.stack([x[..., i * d : (i + 1) * d] for i in range(h)], dim=1)


def merge_heads(x):
    return torch.cat([x[:, i] for i in range(x.shape[1])], dim=-1)


class CausalSelfAttention(nn.Module):
    def __init__(self, C, h):
        super().__init__()
        if C % h:
            raise ValueError("C must be a multiple of h")
        self.qkv, self.proj = nn.Linear(C, 3 * C), nn.Linear(C, C)
        self.C, self.h = C, h

    def forward(self, x):
        T, C, d = x.shape[1], self.C, self.C // self.h
        y = self.qkv(x)
        heads = []
        for i in range(self.h):
            q = y[..., i * d : (i + 1) * d]
            k = y[..., C + i * d : C + (i + 1) * d]
            v = y[..., 2 * C + i * d : 2 * C + (i + 1) * d]
            scores = q.matmul(k.mT) / d**0.5
            past = torch.ones(T, T, device=x.device).tril() > 0
            heads.append(scores.where(past, torch.tensor(-torch.inf).to(scores)).softmax(-1) @ v)
        return self.proj(torch.cat(heads, dim=-1))
