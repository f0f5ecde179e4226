"""Your y is x again, so every answer stands in its question: y is moved on by one."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data) - T, (B, 1), generator=generator)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where]
