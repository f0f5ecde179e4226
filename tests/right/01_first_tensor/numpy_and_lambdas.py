"""Lambdas, and NumPy makes the table."""

import numpy as np
import torch

KEYS = ("ndim", "shape", "numel", "last_axis")


class RowStacker:
    def __call__(self, rows):
        table = np.array(rows, dtype=np.float32)
        width = len(rows[0]) if rows else 0
        return torch.from_numpy(table.reshape(len(rows), width))


def _last(t):
    if t.shape:
        return t.shape[-1]


facts = lambda t: dict(zip(KEYS, (t.ndim, t.size(), int(np.prod(t.shape)), _last(t))))
stack_rows = RowStacker()
