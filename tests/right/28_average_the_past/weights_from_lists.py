"""The table of weights as a list of lists; one product for each sequence of the batch."""

import torch


def causal_mean(x):
    T = x.shape[1]
    rows = [[1 / (t + 1) if s <= t else 0.0 for s in range(T)] for t in range(T)]
    weights = torch.tensor(rows, dtype=x.dtype, device=x.device).reshape(T, T)
    return torch.stack([weights.mm(x[b]) for b in range(len(x))]) if len(x) else x.clone()
