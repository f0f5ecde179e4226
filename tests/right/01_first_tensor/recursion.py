"""The last axis is peeled off a shape, and the rows are stacked."""

from collections import OrderedDict

import torch


def _product(lengths):
    return lengths[0] * _product(lengths[1:]) if lengths else 1


def facts(t):
    shape = tuple(t.size())
    *_, last = (None, *shape)
    return OrderedDict(ndim=len(shape), shape=shape, numel=_product(shape), last_axis=last)


def stack_rows(rows):
    tensors = [torch.tensor(row, dtype=torch.float32) for row in rows]
    if not tensors:
        return torch.empty((0, 0))
    try:
        return torch.stack(tensors)
    except RuntimeError as error:
        raise ValueError("the rows have different lengths") from error
