"""Your namedtuple comes back as a plain tuple; keep its class."""

import copy

from torch import Tensor


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        moved = copy.copy(batch)
        for key, value in batch.items():
            moved[key] = to_device(value, device)
        return moved
    if isinstance(batch, list):
        return [to_device(part, device) for part in batch]
    if isinstance(batch, tuple):
        return tuple(to_device(part, device) for part in batch)
    return batch
