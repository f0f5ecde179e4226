"""Whole numbers became int64: the dtype follows how they were typed, unless you say which."""

import torch


def stack_rows(rows):
    if len({len(row) for row in rows}) > 1:
        raise ValueError("rows of different lengths")
    return torch.tensor(rows).reshape(len(rows), len(rows[0]) if rows else 0)
