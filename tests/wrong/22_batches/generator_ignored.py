"""You draw from the global generator; use the one that you are given."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data) - T, (B, 1))
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
