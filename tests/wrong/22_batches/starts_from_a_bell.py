"""Your starts come from a normal distribution: each has to be as likely as the others."""

import torch


def get_batch(data, T, B, generator):
    n = len(data) - T
    starts = ((torch.randn(B, generator=generator) / 3 + 0.5).clamp(0, 0.9999) * n).long()
    where = (starts[:, None] + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
