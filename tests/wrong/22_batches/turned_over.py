"""Your batch is (T, B); a piece is a row: (B, T)."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data) - T, (B, 1), generator=generator)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where].T, data[where + 1].T
