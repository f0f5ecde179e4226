"""All your rows start at the same place; every row draws its own start."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data) - T, (1, 1), generator=generator).expand(B, 1)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
