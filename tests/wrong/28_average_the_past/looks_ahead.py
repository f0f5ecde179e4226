"""You average what is still to come; keep the lower triangle, the past."""

import torch


def causal_mean(x):
    T = x.shape[1]
    weights = torch.ones(T, T, dtype=x.dtype, device=x.device).triu()
    return (weights / weights.sum(dim=1, keepdim=True)) @ x
