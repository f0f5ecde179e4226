"""Your rows start one after another from a common place; every row draws its own start."""

import torch


def get_batch(data, T, B, generator):
    start = torch.randint(len(data) - T, (1, 1), generator=generator)
    starts = (start + torch.arange(B)[:, None]) % (len(data) - T)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
