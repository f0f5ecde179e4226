"""You call PyTorch once for every row; one matrix product does all of them."""

import torch


def causal_mean(x):
    T = x.shape[1]
    if T == 0:
        return torch.empty_like(x)
    return torch.stack([x[:, : t + 1].mean(dim=1) for t in range(T)], dim=1)
