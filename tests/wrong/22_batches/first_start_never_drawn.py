"""You never start at 0: the first id of data is never seen."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(min(1, len(data) - T - 1), len(data) - T, (B, 1), generator=generator)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
