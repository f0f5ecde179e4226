"""numel is a tensor in your answer: a plain Python int is asked for."""

import torch


def facts(t):
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "numel": torch.tensor(t.shape, dtype=torch.int64).prod(),
        "last_axis": t.shape[-1] if t.ndim > 0 else None,
    }
