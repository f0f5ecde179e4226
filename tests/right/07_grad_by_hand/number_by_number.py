"""Goes through the examples one by one with Python numbers, and packs them again."""

import torch


def one(w, x, y):
    u = w * x - y
    return u * u, 2 * u * x, 2 * u * w


def loss_and_grads(w, x, y):
    triples = [
        one(a, b, c)
        for a, b, c in zip(
            w.reshape(-1).tolist(), x.reshape(-1).tolist(), y.reshape(-1).tolist(), strict=True
        )
    ]
    columns = zip(*triples, strict=True) if triples else ((), (), ())
    return tuple(
        torch.tensor(column, dtype=w.dtype, device=w.device).reshape(w.shape) for column in columns
    )
