"""A transformer block

Read, think, add: both halves take a normed copy of x and add their answer to x itself, so that a
block whose last linears are zero hands x through untouched, and gradients have a straight road
down. The variance is the plain mean of squares (divide by c), and eps stays under the root.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


def layer_norm(
    x: torch.Tensor, g: torch.Tensor, b: torch.Tensor, eps: float = 1e-5
) -> torch.Tensor:
    """x "... c", g "c", b "c" -> "... c": each row to mean 0 and variance 1, times g, plus b."""
    centred = x - x.mean(dim=-1, keepdim=True)
    variance = (centred * centred).mean(dim=-1, keepdim=True)
    return centred / torch.sqrt(variance + eps) * g + b


class CausalSelfAttention(nn.Module):
    """Exercise 30: h heads over C channels."""

    def __init__(self, C: int, h: int) -> None:
        super().__init__()
        if C % h != 0:
            raise ValueError(f"{C} channels cannot be shared out among {h} heads")
        self.h = h
        self.qkv = nn.Linear(C, 3 * C)
        self.proj = nn.Linear(C, C)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        B, T, C = x.shape
        heads = self.qkv(x).reshape(B, T, 3, self.h, C // self.h).permute(2, 0, 3, 1, 4)
        q, k, v = heads.unbind(0)  # each (B, h, T, d)
        scores = q @ k.transpose(-2, -1) / math.sqrt(C // self.h)
        ahead = torch.ones(T, T, dtype=torch.bool, device=x.device).triu(1)
        mixed = scores.masked_fill(ahead, -math.inf).softmax(dim=-1) @ v
        return self.proj(mixed.transpose(1, 2).reshape(B, T, C))


class FeedForward(nn.Module):
    """Exercise 19: out to 4C, bend, back to C."""

    def __init__(self, C: int) -> None:
        super().__init__()
        self.c_fc = nn.Linear(C, 4 * C)
        self.c_proj = nn.Linear(4 * C, C)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.c_proj(F.gelu(self.c_fc(x)))


class Block(nn.Module):
    """x + attn(ln1(x)), and with that as the new x: x + mlp(ln2(x))."""

    def __init__(self, C: int, h: int) -> None:
        """C channels, h heads."""
        super().__init__()
        self.ln1 = nn.LayerNorm(C)
        self.attn = CausalSelfAttention(C, h)
        self.ln2 = nn.LayerNorm(C)
        self.mlp = FeedForward(C)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x "B T C" -> "B T C"."""
        x = x + self.attn(self.ln1(x))  # a new tensor each time: += would write into the caller's
        return x + self.mlp(self.ln2(x))
