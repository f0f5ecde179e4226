"""With one row you hand out views of data: x and y have to be copies."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data) - T, (B,), generator=generator)
    if B == 1:
        s = int(starts)
        return data[None, s : s + T], data[None, s + 1 : s + T + 1]
    where = (starts[:, None] + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
