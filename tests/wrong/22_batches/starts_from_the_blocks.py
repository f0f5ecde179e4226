"""You start at multiples of T only; a piece may start anywhere."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint((len(data) - T - 1) // T + 1, (B, 1), generator=generator) * T
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
