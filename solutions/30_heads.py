"""Several heads

A head is a slice of the last axis. The view cuts that axis into (h, d) where the numbers lie, and
only then does the transpose carry h to the front: viewing straight to (B, h, T, d) would have the
right shape and deal the time steps out among the heads. Merging walks the same way back.
"""

import math

import torch
from torch import nn


def split_heads(x: torch.Tensor, h: int) -> torch.Tensor:
    """x "B T (h d)" -> "B h T d"; ValueError when h does not divide the last axis."""
    B, T, C = x.shape
    if C % h != 0:
        raise ValueError(f"{C} channels cannot be shared out among {h} heads")
    return x.reshape(B, T, h, C // h).transpose(1, 2)


def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """x "B h T d" -> "B T (h d)", the way back from split_heads."""
    B, h, T, d = x.shape
    return x.transpose(1, 2).reshape(B, T, h * d)


class CausalSelfAttention(nn.Module):
    """h heads of causal attention over C channels, then one linear that mixes them."""

    def __init__(self, C: int, h: int) -> None:
        """ValueError when h does not divide C."""
        super().__init__()
        if C % h != 0:
            raise ValueError(f"{C} channels cannot be shared out among {h} heads")
        self.h = h
        self.qkv = nn.Linear(C, 3 * C)
        self.proj = nn.Linear(C, C)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x "B T C" -> "B T C"; row t depends on the rows 0..t alone."""
        q, k, v = (split_heads(part, self.h) for part in self.qkv(x).chunk(3, dim=-1))
        T, d = q.shape[-2:]
        scores = q @ k.transpose(-2, -1) / math.sqrt(d)  # d of one head, not C
        ahead = torch.ones(T, T, dtype=torch.bool, device=x.device).triu(1)
        weights = scores.masked_fill(ahead, -math.inf).softmax(dim=-1)  # (B, h, T, T)
        return self.proj(merge_heads(weights @ v))
