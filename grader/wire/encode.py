"""Values to frames: JSON nodes for structure, the bytes of tensors as they lie in memory."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterable, Sized
from functools import lru_cache
from typing import Any

import torch

from grader.wire.format import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_ITEMS,
    MAX_KEYS,
    MAX_PAYLOAD,
    MAX_TEXT,
    NAMES,
    Handle,
    Header,
    Node,
    Source,
    WireError,
)


class Encoder:
    """Turns values into JSON nodes and collects their tensors in the order of the payload.

    Args:
        fallback: gives the node of any object that the format has no word for.
        device: written on every tensor, so that the receiver puts it there; None keeps its own.
    """

    def __init__(
        self, fallback: Callable[[object], Node] | None = None, device: str | None = None
    ) -> None:
        self.tensors: list[Header] = []
        self.buffers: list[memoryview] = []
        self._fallback = fallback
        self._device = device
        self._keep: list[object] = []  # tensors whose memory the buffers point into
        self._seen: dict[int, int] = {}
        self._bytes = 0
        self._items = 0
        self._keys = 0

    def encode(self, value: object, depth: int = 0) -> Node:
        """The node of a value; exact types only, a subclass of int is not an int here."""
        if depth > MAX_DEPTH:
            raise WireError(f"a value nested more than {MAX_DEPTH} deep")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if isinstance(value, str) and kind is str:
            return value[:MAX_TEXT]
        if isinstance(value, int) and kind is int:
            return value if -(1 << 63) <= value < 1 << 63 else {"i": hex(value)[:MAX_DIGITS]}
        if isinstance(value, list) and kind is list:
            self._count(value)
            return [self.encode(item, depth + 1) for item in value]
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, torch.Size):
            return {"size": [int(n) for n in value]}
        return self._tagged(value, depth)

    def _count(self, value: Sized) -> None:
        self._items += len(value)
        if self._items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS:,} values")
        self._keys += 0 if isinstance(value, (list, tuple)) else len(value)
        if self._keys > MAX_KEYS:
            raise WireError(f"dicts and sets with more than {MAX_KEYS:,} keys")

    def _tagged(self, value: object, depth: int) -> Node:
        if isinstance(value, (tuple, dict, set, frozenset)):
            self._count(value)
        if isinstance(value, tuple):
            node: Header = {"t": [self.encode(item, depth + 1) for item in value]}
            if type(value) is not tuple:
                node["type"] = type(value).__name__[:100]
            return node
        if isinstance(value, dict):
            items = [
                [self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in value.items()
            ]
            node = {"d": items}
            if type(value) is not dict:
                node["type"] = type(value).__name__[:100]
            return node
        if type(value) in (set, frozenset):
            items = [self.encode(item, depth + 1) for item in value]  # type: ignore[attr-defined]
            return {"set": items, "frozen": type(value) is frozenset}
        if type(value) is complex:
            return {"c": [value.real, value.imag]}
        if isinstance(value, torch.dtype):
            return {"dtype": str(value).removeprefix("torch.")}
        if isinstance(value, torch.device):
            return {"device": str(value)}
        if isinstance(value, Handle):
            return {"h": value.id}
        if isinstance(value, Source):
            return {"fn": value.name, "text": value.text}
        if self._fallback is None:
            raise WireError(f"a {type(value).__name__} cannot be sent")
        return self._fallback(value)

    def _tensor(self, tensor: torch.Tensor) -> Node:
        if id(tensor) in self._seen:
            return {"T": self._seen[id(tensor)]}
        plain = type(tensor) in (torch.Tensor, torch.nn.Parameter)
        if not plain or tensor.layout is not torch.strided or tensor.dtype not in NAMES:
            return self._unsendable(tensor)
        if tensor.is_meta or tensor.is_nested or tensor.is_quantized:
            return self._unsendable(tensor)
        # Not nbytes, which has no such number as an expanded tensor may have.
        if math.prod(tensor.shape) * tensor.element_size() > MAX_PAYLOAD - self._bytes:
            return {"big": [int(n) for n in tensor.shape], "dtype": NAMES[tensor.dtype]}
        self._seen[id(tensor)] = len(self.tensors)
        self._keep.append(tensor)
        self.tensors.append(self._describe(tensor))
        return {"T": self._seen[id(tensor)]}

    def _unsendable(self, tensor: torch.Tensor) -> Node:
        if self._fallback is None:
            raise WireError(f"a {type(tensor).__name__} of layout {tensor.layout} cannot be sent")
        return self._fallback(tensor)

    def _describe(self, tensor: torch.Tensor) -> Header:
        flat = tensor.detach()
        contiguous = flat.is_contiguous()
        entry: Header = {
            "dtype": NAMES[tensor.dtype],
            "shape": list(flat.shape),
            "device": self._device or ("cpu" if flat.is_cpu else str(flat.device)),
            "grad": tensor.requires_grad,
            "leaf": tensor.is_leaf,
            "param": type(tensor) is torch.nn.Parameter,
            "dense": contiguous,
        }
        if self._device and not contiguous and flat.numel():
            entry["strides"] = list(flat.stride())
            flat = torch.as_strided(flat, (span(flat.shape, flat.stride()),), (1,))
        if not (flat.is_cpu and flat.is_contiguous()) or flat.is_conj() or flat.is_neg():
            flat = flat.resolve_conj().resolve_neg().cpu().contiguous()
        size = flat.nbytes
        self._bytes += size
        self._keep.append(flat)
        if size:
            self.buffers.append(memory_of(flat))
        return entry


def memory_of(tensor: torch.Tensor) -> memoryview:
    """The bytes of a contiguous CPU tensor, not copied; the caller keeps the tensor alive."""
    return memoryview(_array(tensor.nbytes).from_address(tensor.data_ptr())).cast("B")


@lru_cache(maxsize=1024)
def _array(size: int) -> Any:
    """The type of so many bytes: to make one takes as long as to send a small tensor."""
    return ctypes.c_char * size


def span(shape: Iterable[int], strides: Iterable[int]) -> int:
    """Elements of storage between a strided tensor's first and last element, both included."""
    return 1 + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
