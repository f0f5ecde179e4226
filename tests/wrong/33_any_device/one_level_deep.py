"""You look one level deep; a container in a container has to be gone through, too."""

import copy

from torch import Tensor


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        moved = copy.copy(batch)
        for key, value in batch.items():
            moved[key] = value.to(device) if isinstance(value, Tensor) else value
        return moved
    if isinstance(batch, (list, tuple)):
        parts = [part.to(device) if isinstance(part, Tensor) else part for part in batch]
        return type(batch)(*parts) if hasattr(batch, "_fields") else type(batch)(parts)
    return batch
