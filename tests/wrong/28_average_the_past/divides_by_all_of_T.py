"""You divide by T in every row; row t is a mean of t + 1 rows."""

import torch


def causal_mean(x):
    T = x.shape[1]
    return (torch.ones(T, T, dtype=x.dtype, device=x.device).tril() / T) @ x
