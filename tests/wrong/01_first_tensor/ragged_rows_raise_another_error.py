"""Rows of different lengths raise the wrong kind of error in your code: make it a ValueError."""

import torch


def stack_rows(rows):
    if not rows:
        return torch.zeros(0, 0)
    return torch.stack([torch.tensor(row, dtype=torch.float32) for row in rows])
