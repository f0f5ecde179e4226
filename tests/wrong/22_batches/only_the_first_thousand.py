"""You never draw a start beyond the first thousand: every start has to be possible."""

import torch


def get_batch(data, T, B, generator):
    n = len(data) - T
    starts = torch.randint(1000, (B,), generator=generator) % n
    where = (starts[:, None] + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
