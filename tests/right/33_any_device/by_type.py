"""A dispatcher by type; the update written out; itertools.cycle."""

import functools
import itertools
from collections import defaultdict

import torch
from torch import nn


def pick_device():
    for name, there in (
        ("cuda", torch.cuda.is_available()),
        ("mps", torch.backends.mps.is_available()),
    ):
        if there:
            return torch.device(name)
    return torch.device("cpu")


@functools.singledispatch
def to_device(batch, device):
    return batch


@to_device.register
def _(batch: torch.Tensor, device):
    return batch.to(device)


@to_device.register
def _(batch: dict, device):
    items = {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, defaultdict):
        return type(batch)(batch.default_factory, items)
    return type(batch)(items)


@to_device.register
def _(batch: list, device):
    return type(batch)([to_device(part, device) for part in batch])


@to_device.register
def _(batch: tuple, device):
    parts = [to_device(part, device) for part in batch]
    return batch._make(parts) if hasattr(batch, "_make") else type(batch)(parts)


class Counter(nn.Module):
    count: torch.Tensor

    def __init__(self):
        super().__init__()
        self.register_buffer("count", torch.tensor(0))

    def forward(self, x):
        self.count = self.count + 1
        return x


def train_anywhere(model, batches, lr, steps, device):
    model = model.to(device)
    losses = []
    for batch in itertools.islice(itertools.cycle(batches), steps):
        x, y = to_device(batch, device)
        loss = (model(x) - y).pow(2).mean()
        params = [p for p in model.parameters() if p.requires_grad]
        grads = torch.autograd.grad(loss, params)
        with torch.no_grad():
            for p, g in zip(params, grads):
                p -= lr * g
        losses.append(float(loss))
    return losses
