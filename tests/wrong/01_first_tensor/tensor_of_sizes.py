"""torch.Tensor(3) makes three unset numbers, not the number 3: torch.tensor takes values."""

import torch


def stack_rows(rows):
    if len({len(row) for row in rows}) > 1:
        raise ValueError("rows of different lengths")
    if not rows:
        return torch.zeros(0, 0)
    return torch.stack([torch.Tensor(len(row)) for row in rows])
