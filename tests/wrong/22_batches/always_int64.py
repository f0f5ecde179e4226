"""You turn the ids into int64; dtype is that of data."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data) - T, (B, 1), generator=generator)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where].long(), data[where + 1].long()
