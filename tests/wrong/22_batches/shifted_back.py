"""Your y is moved back by one: it holds what came before; the target is what comes next."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data) - T, (B, 1), generator=generator) + 1
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where - 1]
