"""You run along the channels; the past lies along axis 1."""

import torch


def causal_mean(x):
    count = torch.arange(1, x.shape[2] + 1, dtype=x.dtype, device=x.device)
    return x.cumsum(dim=2) / count
