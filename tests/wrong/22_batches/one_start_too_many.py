"""You draw one start too many: from the last one the final target lies behind the end of data."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data) - T + 1, (B, 1), generator=generator)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
