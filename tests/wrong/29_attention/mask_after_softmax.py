"""You set weights to zero after softmax: the rest of a row no longer adds up to 1."""

import math

import torch


def attention(q, k, v, causal=True):
    weights = torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1]), dim=-1)
    return (weights.tril() if causal else weights) @ v
