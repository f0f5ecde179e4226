"""The tensors are walked through in pairs, and one-element pieces are joined."""

import torch


def _pairs(a, b):
    if len(a) != len(b):
        raise ValueError(f"{len(a)} numbers against {len(b)}")
    return zip(a, b)


def add(a, b):
    pieces = [a.new_empty(0)]
    for x, y in _pairs(a, b):
        pieces.append((x + y).reshape(1))
    return torch.cat(pieces)


def mul(a, b):
    return torch.cat([a.new_empty(0), *((x * y)[None] for x, y in _pairs(a, b))])
