"""You clamp starts that are too big, which makes the last one far too likely."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data), (B, 1), generator=generator).clamp(max=len(data) - T - 1)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
