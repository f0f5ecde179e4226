"""A norm layer of one's own on top of layer_norm; PyTorch's attention; variance by var()."""

import torch
import torch.nn as nn
import torch.nn.functional as F


def layer_norm(x, g, b, eps=1e-5):
    mean = x.mean(-1, keepdim=True)
    std = (x.var(-1, unbiased=False, keepdim=True) + eps).sqrt()
    return g * ((x - mean) / std) + b


class Norm(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(c))
        self.bias = nn.Parameter(torch.zeros(c))

    def forward(self, x):
        return layer_norm(x, self.weight, self.bias)


class Attention(nn.Module):
    def __init__(self, C, h):
        super().__init__()
        self.qkv, self.proj, self.h = nn.Linear(C, 3 * C), nn.Linear(C, C), h

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = (
            t.view(B, T, self.h, C // self.h).transpose(1, 2) for t in self.qkv(x).split(C, 2)
        )
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.proj(y.transpose(1, 2).reshape(B, T, C))


class MLP(nn.Module):
    def __init__(self, C):
        super().__init__()
        self.c_fc = nn.Linear(C, 4 * C)
        self.gelu = nn.GELU(approximate="tanh")
        self.c_proj = nn.Linear(4 * C, C)

    def forward(self, x):
        return self.c_proj(self.gelu(self.c_fc(x)))


class Block(nn.Module):
    def __init__(self, C, h):
        super().__init__()
        self.ln1, self.ln2 = Norm(C), Norm(C)
        self.attn, self.mlp = Attention(C, h), MLP(C)

    def forward(self, x):
        y = x.clone()
        y += self.attn(self.ln1(x))
        return y.add(self.mlp(self.ln2(y)))
