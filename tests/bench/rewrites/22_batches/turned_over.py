"""Re-codes tests/wrong/22_batches/turned_over.py."""

import torch


def get_batch(data, T, B, generator):
    begin = torch.randint(0, len(data) - T, (B, 1), generator=generator)[:, 0].tolist()
    x = torch.stack([data[s : s + T] for s in begin], dim=1)
    y = torch.stack([data[s + 1 : s + T + 1] for s in begin], dim=1)
    return x, y
