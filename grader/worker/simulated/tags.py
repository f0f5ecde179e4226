"""Which device each tensor claims to live on: a tag on its storage, so that views share it.

A storage without a tag was made inside PyTorch and counts as either device.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

import torch
from torch.multiprocessing import reductions

HOST, ACCELERATOR = torch.device("cpu"), torch.device("cuda", 0)
MOST_KEPT = 4096  # tags, after which those of dead storages are thrown away
_real_device: Any = torch._C.TensorBase.device.__get__
_Weak: Any = reductions.StorageWeakRef


@dataclass(frozen=True)
class Tag:
    """A claim: the device, and where the learner's code brought it about (line 0: not known)."""

    device: torch.device
    by: str = ""  # torch.zeros
    line: int = 0


class Tags:
    """The tags of all storages of this process."""

    def __init__(self) -> None:
        # The weak reference keeps the storage's address from being another one's.
        self._kept: dict[int, tuple[Any, Tag]] = {}
        self._limit = MOST_KEPT
        self.filename = ""  # of the learner's lines
        self._generators: dict[
            int, Any
        ] = {}  # the accelerator's, kept so that addresses stay theirs

    def of(self, tensor: torch.Tensor) -> Tag | None:
        """The tensor's tag; None where it counts as either device, or has no storage here."""
        storage = _storage(tensor)
        found = None if storage is None else self._kept.get(storage._cdata)
        return found[1] if found else None

    def put(self, tensor: torch.Tensor, tag: Tag) -> None:
        """Tags the tensor and all that share its storage."""
        storage = _storage(tensor)
        if storage is None:
            return
        if len(self._kept) > self._limit:
            self._kept = {k: kept for k, kept in self._kept.items() if not kept[0].expired()}
            self._limit = MOST_KEPT + 2 * len(self._kept)
        self._kept[storage._cdata] = (_Weak(storage), tag)

    def device(self, tensor: torch.Tensor) -> torch.device:
        """Where the tensor says that it is."""
        tag = self.of(tensor)
        return tag.device if tag else real_device(tensor)

    def adopt(self, generator: Any) -> None:
        """From now on the generator is the accelerator's."""
        self._generators[generator._cdata] = generator

    def device_of_generator(self, generator: Any) -> torch.device:
        """Where the generator says that it is; what it is called by in PyTorch changes."""
        return ACCELERATOR if generator._cdata in self._generators else HOST

    def made(self, device: torch.device, by: str) -> Tag:
        """The tag of something that the learner's code makes or moves right now."""
        return Tag(device, by, self.line())

    def line(self) -> int:
        """The learner's line that led here; 0 where there is none."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == self.filename:
                return frame.f_lineno
            frame = frame.f_back
        return 0


def real_device(tensor: torch.Tensor) -> torch.device:
    """Where the tensor's numbers are in truth."""
    device: torch.device = _real_device(tensor)
    return device


def _storage(tensor: torch.Tensor) -> torch.UntypedStorage | None:
    """The storage below vmap's and grad's wrappers; None where there is none on the CPU."""
    functorch = torch._C._functorch
    while functorch.is_functorch_wrapped_tensor(tensor):
        tensor = functorch.get_unwrapped(tensor)
    if real_device(tensor).type != "cpu":
        return None
    try:
        return tensor.untyped_storage()
    except (RuntimeError, NotImplementedError):  # sparse, nested: no storage to look at
        return None


def tensors(value: object) -> Iterator[torch.Tensor]:
    """The tensors among an operation's arguments or results, in lists too."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from tensors(item)
