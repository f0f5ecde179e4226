"""Sums divided by c, a dot product for the variance, einsum over the heads."""

import math

import torch
from torch import nn


def layer_norm(x, g, b, eps=1e-5):
    c = x.shape[-1]
    centred = x - x.sum(dim=-1, keepdim=True) / c
    return g * centred * (torch.linalg.vecdot(centred, centred)[..., None] / c + eps) ** -0.5 + b


class FeedForward(nn.Module):
    def __init__(self, d, mult=4):
        super().__init__()
        self.c_fc = nn.Linear(d, mult * d)
        self.c_proj = nn.Linear(mult * d, d)

    def forward(self, x):
        a = self.c_fc(x)
        return self.c_proj(0.5 * a * (1 + torch.erf(a / math.sqrt(2))))


class SelfAttention(nn.Module):
    def __init__(self, C, h):
        super().__init__()
        self.h, self.d = h, C // h
        self.qkv = nn.Linear(C, 3 * C)
        self.proj = nn.Linear(C, C)

    def forward(self, x):
        B, T, C = x.shape
        qkv = self.qkv(x).reshape(B, T, 3, self.h, self.d)
        q, k, v = qkv[:, :, 0], qkv[:, :, 1], qkv[:, :, 2]
        scores = torch.einsum("bihd,bjhd->bhij", q, k) / math.sqrt(self.d)
        scores += torch.full((T, T), -math.inf, device=x.device, dtype=x.dtype).triu(1)
        y = torch.einsum("bhij,bjhd->bihd", torch.softmax(scores, -1), v)
        return self.proj(y.reshape(B, T, C))


class Block(nn.Module):
    def __init__(self, C, h):
        super().__init__()
        self.ln1, self.attn = nn.LayerNorm(C, eps=1e-5), SelfAttention(C, h)
        self.ln2, self.mlp = nn.LayerNorm(C, eps=1e-5), FeedForward(C)

    def attend(self, x):
        return x + self.attn(self.ln1(x))

    def think(self, x):
        return x + self.mlp(self.ln2(x))

    def forward(self, x):
        return self.think(self.attend(x))
