"""You sort the starts, so the rows are not independent: leave them as drawn."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data) - T, (B, 1), generator=generator).sort(0).values
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
