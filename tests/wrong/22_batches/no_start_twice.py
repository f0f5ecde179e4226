"""You never draw a start twice, so rows depend on each other, and B cannot exceed their number."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randperm(len(data) - T, generator=generator)[:B, None]
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
