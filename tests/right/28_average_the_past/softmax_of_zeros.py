"""Attention with equal scores: zeros where one may look, minus infinity elsewhere."""

import torch


def causal_mean(x):
    T = x.shape[1]
    mask = torch.triu(x.new_full((T, T), float("-inf")), diagonal=1)
    return torch.einsum("ts,bsc->btc", mask.softmax(dim=-1), x)
