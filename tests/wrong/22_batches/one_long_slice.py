"""You cut one long slice into rows, so the rows are neighbours; every row draws its own start."""

import torch


def get_batch(data, T, B, generator):
    start = torch.randint(max(1, len(data) - T * B), (1, 1), generator=generator)
    starts = (start + T * torch.arange(B)[:, None]) % (len(data) - T)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
