"""All windows of T + 1 ids at once, some of them chosen; split by torch.split."""

import torch


def split(data, frac=0.9):
    first = int(len(data) * frac)
    return data.split([first, data.numel() - first])


def get_batch(data, T, B, generator):
    windows = data.unfold(0, T + 1, 1)
    even = torch.ones(windows.shape[0])
    chosen = torch.multinomial(even, B, replacement=True, generator=generator)
    pieces = windows[chosen.to(data.device)]
    return pieces[:, :-1], pieces[:, 1:]
