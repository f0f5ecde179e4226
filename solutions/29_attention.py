"""Attention

Scores, scale, mask, softmax, mix. Dividing by the root of d keeps the scores near 1 whatever the
head size, so that softmax stays soft. The mask goes in before softmax and is minus infinity: exp
makes it exactly 0, and what is left of a row still adds up to 1.
"""

import math

import torch


def attention(
    q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, causal: bool = True
) -> torch.Tensor:
    """q, k "... t d", v "... t e" -> "... t e": every row a weighted mean of the rows of v."""
    t, d = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / math.sqrt(d)
    if causal:
        # True above the diagonal: what lies ahead of the row that asks
        ahead = torch.ones(t, t, dtype=torch.bool, device=q.device).triu(1)
        scores = scores.masked_fill(ahead, -math.inf)
    return torch.softmax(scores, dim=-1) @ v
