"""You draw starts up to the end of data; a piece needs T + 1 ids from its start on."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data), (B, 1), generator=generator)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
