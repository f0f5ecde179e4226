"""Pieces of text to learn from

randint leaves out its upper end, so n - T is both the number of starts and the right argument. A
column of starts plus a row of offsets gives all positions "B T" by broadcasting; indexing with them
copies, so the batch can never change the text. The positions are drawn on the CPU, where the
generator lives, and moved to where data is.
"""

import torch


def split(data: torch.Tensor, frac: float = 0.9) -> tuple[torch.Tensor, torch.Tensor]:
    """The first int(frac * n) of the n ids in data "n", and the others."""
    k = int(frac * len(data))
    return data[:k], data[k:]


def get_batch(
    data: torch.Tensor, T: int, B: int, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """B random pieces x "B T" of data "n", and the same pieces moved on by one, y "B T"."""
    starts = torch.randint(len(data) - T, (B, 1), generator=generator)
    where = (starts + torch.arange(T)).to(data.device)
    return data[where], data[where + 1]
