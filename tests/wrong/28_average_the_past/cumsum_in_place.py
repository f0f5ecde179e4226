"""You add up in place: the caller's x has changed; cumsum without _ makes a new tensor."""

import torch


def causal_mean(x):
    T = x.shape[1]
    count = torch.arange(1, T + 1, dtype=x.dtype, device=x.device)
    return x.cumsum_(dim=1) / count[:, None]
