"""You work with x.detach(): no gradient reaches x."""

import torch


def causal_mean(x):
    T = x.shape[1]
    weights = torch.ones(T, T, dtype=x.dtype, device=x.device).tril()
    return (weights / weights.sum(dim=1, keepdim=True)) @ x.detach()
