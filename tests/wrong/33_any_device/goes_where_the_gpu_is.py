"""Your `to_device` takes the GPU wherever there is one: go to the device that the caller named.

Shows on: cuda, simulated.
"""

import copy

import torch


def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to("cuda" if torch.cuda.is_available() else device)
    if isinstance(batch, dict):
        moved = copy.copy(batch)
        for key, value in batch.items():
            moved[key] = to_device(value, device)
        return moved
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(part, device) for part in batch))
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(part, device) for part in batch)
    return batch
