"""On any device

Nothing here names a device but `pick_device`. Everything else asks what it was given: the model
moves first, the optimizer is built from what then are its parameters, and every batch is moved and
the moved one used. A buffer goes along with the module because the module knows of it.
"""

import copy
from collections.abc import Iterable
from typing import Any

import torch
from torch import nn


def pick_device() -> torch.device:
    """The best device of this machine: cuda, else mps, else cpu."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def to_device(batch: Any, device: torch.device | str) -> Any:
    """The same nest of containers with every tensor on `device`; `batch` itself is not changed."""
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        moved = copy.copy(batch)  # keeps the class, and a defaultdict's factory
        for key, value in batch.items():
            moved[key] = to_device(value, device)
        return moved
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):  # a namedtuple
        return type(batch)(*(to_device(part, device) for part in batch))
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(part, device) for part in batch)
    return batch


class Counter(nn.Module):
    """Counts how many batches have passed through it."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("count", torch.zeros((), dtype=torch.int64))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x, as it came; `count` goes up by one."""
        self.count += 1
        return x


def train_anywhere(
    model: nn.Module,
    batches: Iterable[tuple[torch.Tensor, torch.Tensor]],
    lr: float,
    steps: int,
    device: torch.device | str,
) -> list[float]:
    """Train `model` on `device` for `steps` updates; the loss before each one."""
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)  # after the move
    batches = list(batches)
    losses = []
    for step in range(steps):
        x, y = to_device(batches[step % len(batches)], device)
        loss = ((model(x) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
