"""Your table has room for 1024 steps: make it as long as x is."""

import torch

TABLE = torch.ones(1024, 1024).tril()


def causal_mean(x):
    T = x.shape[1]
    weights = TABLE[:T, :T].to(x)
    return weights / weights.sum(dim=1, keepdim=True) @ x
