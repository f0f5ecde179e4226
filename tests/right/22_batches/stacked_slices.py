"""Slices stacked one by one, as in the video."""

import torch


def split(data, frac=0.9):
    n = int(frac * len(data))
    train_data = data[:n]
    val_data = data[n:]
    return train_data, val_data


def get_batch(data, T, B, generator):
    ix = torch.randint(len(data) - T, (B,), generator=generator)
    x = torch.stack([data[i : i + T] for i in ix])
    y = torch.stack([data[i + 1 : i + T + 1] for i in ix])
    return x, y
