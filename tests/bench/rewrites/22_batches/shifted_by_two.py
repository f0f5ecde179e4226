"""Re-codes tests/wrong/22_batches/shifted_by_two.py."""

import torch


def get_batch(data, T, B, generator):
    room = max(1, len(data) - T - 1)
    begin = torch.randint(0, room, (B, 1), generator=generator)
    index = begin + torch.arange(T)[None, :]
    ahead = (index + 2) % len(data)
    return data[index.to(data.device)], data[ahead.to(data.device)]
