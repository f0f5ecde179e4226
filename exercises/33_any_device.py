"""On any device

A tensor lives in one place: the memory of the CPU, or that of a GPU ("cuda", or "mps" on a Mac).
Both operands of a calculation must be in the same place, and nothing moves by itself. Four habits
make code that runs anywhere:

- Ask for the device once, at the top, and pass it on. Below that, no line names a device.
- x.to(device) gives a moved tensor and leaves x where it is: use what it returns. For a module,
  model.to(device) moves the model itself: its parameters and its buffers.
- A buffer is a tensor that belongs to a module without being trained: a counter, a running mean, a
  mask. self.register_buffer(name, tensor) notes it down; a tensor that is just assigned to self
  stays behind when the module moves, and is missing from its state_dict.
- Build the optimizer after the move: a move may give the model new parameters, and an optimizer
  that was built before keeps the old ones. And what you make along the way (zeros, arange, a mask)
  is born on the CPU unless you say device=x.device.

Write:
- pick_device(): a torch.device: cuda where it is available, else mps where it is, else cpu.
- to_device(batch, device): the same structure with each tensor in it on `device` (a string or a
  torch.device). batch is a tensor, or dicts, lists, tuples and namedtuples of such things, nested
  in any way. Every container keeps its type (a namedtuple its class, an OrderedDict or another
  subclass of dict its own, a defaultdict its factory) and its order; anything else (None, numbers,
  strings, ...) is handed on as it is. batch itself does not change; a tensor that is already there
  need not be copied.
- class Counter(), an nn.Module with a buffer `count`: int64, 0-D, 0 at the start, part of the
  state_dict. forward(x) adds 1 to it and returns x.
- train_anywhere(model, batches, lr, steps, device): moves the model to `device` and makes
  `steps` updates of plain SGD (p - lr * gradient) on the mean-squared error of model(x) and y.
  batches is a list of pairs (x, y), wherever they are: step 0 takes the first, and after the
  last comes the first again. Returns a list of `steps` Python floats: the loss before each
  update. All the arithmetic happens on `device`; the batches of the caller do not change.

    You may read elsewhere that PyTorch does tensor math on your GPU. Run it: torch.ones(3).device
    is cpu, on a machine with a GPU too. Here is why: every tensor of every example starts in the
    CPU's memory, and it is your line with .to(device) or device= that brings it elsewhere.

>>> import torch
>>> to_device({"x": torch.ones(2), "names": ["a", None]}, "cpu")
{'x': tensor([1., 1.]), 'names': ['a', None]}
>>> counter = Counter()
>>> counter(torch.ones(2))
tensor([1., 1.])
>>> counter.state_dict()["count"]
tensor(1)
>>> x = torch.tensor([[1.0], [2.0]])
>>> model = torch.nn.Linear(1, 1)
>>> len(train_anywhere(model, [(x, 2 * x)], lr=0.1, steps=5, device=pick_device()))
5
"""

from collections.abc import Iterable
from typing import Any

import torch
from torch import nn


def pick_device() -> torch.device:
    """The best device of this machine: cuda, else mps, else cpu."""
    raise NotImplementedError


def to_device(batch: Any, device: torch.device | str) -> Any:
    """The same nest of containers with every tensor on `device`; `batch` itself is not changed."""
    raise NotImplementedError


class Counter(nn.Module):
    """Counts how many batches have passed through it."""

    def __init__(self) -> None:
        """`count` starts at 0."""
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x, as it came; `count` goes up by one."""
        raise NotImplementedError


def train_anywhere(
    model: nn.Module,
    batches: Iterable[tuple[torch.Tensor, torch.Tensor]],
    lr: float,
    steps: int,
    device: torch.device | str,
) -> list[float]:
    """Train `model` on `device` for `steps` updates; the loss before each one."""
    raise NotImplementedError
