"""A mask of zeros and minus infinities that is added; queries scaled before the product."""

import math

import torch
import torch.nn.functional as F


def attention(q, k, v, causal=True):
    q = q / math.sqrt(q.shape[-1])
    scores = torch.matmul(q, k.mT)
    if causal:
        t = scores.shape[-1]
        scores = scores + torch.full((t, t), -math.inf, dtype=q.dtype, device=q.device).triu(1)
    return torch.matmul(F.log_softmax(scores, dim=-1).exp(), v)
