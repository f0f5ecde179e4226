"""You average over the sequences of the batch; each one looks back on its own past."""

import torch


def causal_mean(x):
    count = torch.arange(1, x.shape[0] + 1, dtype=x.dtype, device=x.device)
    return x.cumsum(dim=0) / count[:, None, None]
