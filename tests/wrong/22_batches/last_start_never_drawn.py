"""You stop one start too early: the last id of data is never a target."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(max(1, len(data) - T - 1), (B, 1), generator=generator)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
