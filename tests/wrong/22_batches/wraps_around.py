"""Your pieces run over the end and go on at the beginning; the text has no such place."""

import torch


def get_batch(data, T, B, generator):
    starts = torch.randint(len(data), (B, 1), generator=generator)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where % len(data)], data[(where + 1) % len(data)]
