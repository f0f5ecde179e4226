"""The one format between the trusted side and a worker: JSON for structure, raw bytes for tensors.

A frame is ``magic, header length, payload length`` (16 bytes, big endian), a JSON header, and the
bytes of the tensors that the header lists, one after the other. Never pickle. Offsets follow from
the list, so tensors cannot overlap, and every size, depth and dtype is bounded before anything is
allocated. Imports errors only (torch where tensors are met); both sides use exactly this file.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass
from typing import Any

import torch

MAGIC = b"LRN1"
PREFIX = len(MAGIC) + 4 + 8
MAX_HEADER = 4 << 20  # bytes
MAX_PAYLOAD = 1 << 30  # bytes
MAX_TENSORS = 4096
MAX_DEPTH = 64
MAX_DIMENSIONS = 64  # PyTorch's own limit
MAX_TEXT = 1 << 20  # characters of one string
MAX_ITEMS = 1 << 20  # values in the lists, tuples and dicts of one frame
MAX_KEYS = 8192  # keys of the dicts and sets of one frame: colliding ones cost time squared
MAX_DIGITS = 3500  # hexadecimal; Python refuses to write numbers that are much longer

FLOATING = ("float64", "float32", "float16", "bfloat16", "complex64", "complex128")
WHOLE = ("int64", "int32", "int16", "int8", "uint8", "bool")
DTYPES: dict[str, torch.dtype] = {name: getattr(torch, name) for name in FLOATING + WHOLE}
_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_DEVICE = re.compile(r"(cpu|cuda|mps|meta)(:\d{1,3})?")

Node = Any  # what json gives: None, bool, int, float, str, list, dict
Header = dict[str, Any]


class WireError(Exception):
    """A frame or a value that breaks the format; says which rule."""


@dataclass(frozen=True)
class Handle:
    """An object that stays in the worker; ``kind`` is its type's name, ``about`` a few words."""

    id: int
    kind: str
    about: str = ""


@dataclass(frozen=True)
class Source:
    """A self-contained function sent as text: an argument, or a probe."""

    name: str
    text: str


@dataclass(frozen=True)
class Note:
    """What a received tensor was like in the process that sent it (its claim, not a fact)."""

    device: str
    requires_grad: bool
    is_leaf: bool
    contiguous: bool


def note_of(tensor: torch.Tensor) -> Note | None:
    """The sender's note on a tensor that came over the wire, None for one made here."""
    return getattr(tensor, "_wire_note", None)


# --------------------------------------------------------------------------- encoding


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
        if not plain or tensor.layout is not torch.strided or tensor.dtype not in _NAMES:
            return self._unsendable(tensor)
        if tensor.device.type == "meta" or tensor.is_nested or tensor.is_quantized:
            return self._unsendable(tensor)
        if math.prod(tensor.shape) * tensor.element_size() > MAX_PAYLOAD - self._bytes:
            return {"big": [int(n) for n in tensor.shape], "dtype": _NAMES[tensor.dtype]}
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
            "dtype": _NAMES[tensor.dtype],
            "shape": [int(n) for n in tensor.shape],
            "device": self._device or str(tensor.device),
            "grad": tensor.requires_grad,
            "leaf": tensor.is_leaf,
            "param": type(tensor) is torch.nn.Parameter,
            "dense": contiguous,
        }
        if self._device and not contiguous and flat.numel():
            entry["strides"] = list(flat.stride())
            flat = torch.as_strided(flat, (_span(flat.shape, flat.stride()),), (1,))
        flat = flat.resolve_conj().resolve_neg().cpu().contiguous()
        size = flat.numel() * flat.element_size()
        self._bytes += size
        self._keep.append(flat)
        if size:
            self.buffers.append(memory_of(flat))
        return entry


def memory_of(tensor: torch.Tensor) -> memoryview:
    """The bytes of a contiguous CPU tensor, not copied; the caller keeps the tensor alive."""
    array = ctypes.c_char * (tensor.numel() * tensor.element_size())
    return memoryview(array.from_address(tensor.data_ptr())).cast("B")


def _span(shape: Iterable[int], strides: Iterable[int]) -> int:
    """Elements of storage between a strided tensor's first and last element, both included."""
    return 1 + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))


# --------------------------------------------------------------------------- decoding


@dataclass(frozen=True)
class Oversized:
    """Stands for a tensor that was too large to send."""

    shape: tuple[int, ...]
    dtype: str


def allocate(entry: object, budget: int) -> tuple[torch.Tensor, int]:
    """An empty tensor for one line of the header's list, and its size in bytes.

    Raises WireError where dtype, shape or strides are out of bounds, before allocating.
    """
    name = entry.get("dtype") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(name, str) or name not in DTYPES:
        raise WireError("a tensor of an unknown dtype")
    dtype = DTYPES[name]
    shape = _sizes(entry.get("shape"))
    count = math.prod(shape)
    if "strides" in entry:
        strides = _sizes(entry["strides"])
        if len(strides) != len(shape) or not count:
            raise WireError("strides that do not fit the shape")
        count = _span(shape, strides)
    size = count * dtype.itemsize
    if size > budget:
        raise WireError(f"a tensor of {size} bytes where {budget} are left")
    return torch.empty((count,), dtype=torch.uint8 if dtype is torch.bool else dtype), size


def _sizes(value: object) -> list[int]:
    if not isinstance(value, list) or len(value) > MAX_DIMENSIONS:
        raise WireError("a shape that is no list of at most 64 sizes")
    if not all(type(n) is int and 0 <= n < 1 << 63 for n in value):
        raise WireError("a size that is no whole number below 2^63")
    return value


def finish(storage: torch.Tensor, entry: Header) -> torch.Tensor:
    """The tensor of a filled storage: shaped, on its device, with the sender's note on it."""
    device = entry.get("device", "cpu")
    if not isinstance(device, str) or not _DEVICE.fullmatch(device):
        raise WireError("a device of an unknown kind")
    if entry["dtype"] == "bool":
        storage = storage != 0  # any byte may come; a bool that is neither 0 nor 1 is undefined
    try:
        if "strides" in entry:
            tensor = storage.as_strided(entry["shape"], entry["strides"])
        else:
            tensor = storage.reshape(entry["shape"])
    except RuntimeError:  # sizes that overflow beside one that is 0
        raise WireError("a shape that no tensor has") from None
    note = Note(
        device, bool(entry.get("grad")), bool(entry.get("leaf")), bool(entry.get("dense", True))
    )
    tensor._wire_note = note  # type: ignore[attr-defined]
    return tensor


class Decoder:
    """Turns nodes back into values.

    Args:
        tensors: the finished tensors of the frame, by number.
        resolve: what a handle's or a source's node stands for on this side.
    """

    def __init__(
        self, tensors: list[torch.Tensor], resolve: Callable[[Node], object] | None = None
    ) -> None:
        self._tensors = tensors
        self._resolve = resolve
        self._keys = 0

    def decode(self, node: Node, depth: int = 0) -> Any:
        """The value of a node.

        Raises WireError for a node that the format does not know.
        """
        if depth > MAX_DEPTH:
            raise WireError(f"a value nested more than {MAX_DEPTH} deep")
        if node is None or isinstance(node, bool | int | float | str):
            return node
        if isinstance(node, list):
            return [self.decode(item, depth + 1) for item in node]
        try:
            return self._tagged(node, depth)
        except (LookupError, TypeError, ArithmeticError, AttributeError) as error:
            raise WireError(f"a malformed value: {type(error).__name__}") from None
        except (ValueError, RuntimeError) as error:  # a number, a device, a text nested too deep
            raise WireError(f"a malformed value: {type(error).__name__}") from None

    def _tagged(self, node: Header, depth: int) -> object:
        if "T" in node:
            index = node["T"]
            if type(index) is not int or not 0 <= index < len(self._tensors):
                raise WireError("a tensor that the frame does not hold")
            return self._tensors[index]
        if "t" in node:
            return tuple(self.decode(item, depth + 1) for item in node["t"])
        if "d" in node:
            self._count_keys(node["d"])
            return {self.decode(k, depth + 1): self.decode(v, depth + 1) for k, v in node["d"]}
        if "set" in node:
            self._count_keys(node["set"])
            found = {self.decode(item, depth + 1) for item in node["set"]}
            return frozenset(found) if node.get("frozen") else found
        if "size" in node:
            return torch.Size(_sizes(node["size"]))
        if "i" in node:
            return int(node["i"][:MAX_DIGITS], 16)
        if "c" in node:
            return complex(*node["c"])
        if "dtype" in node and "big" not in node:
            return DTYPES.get(node["dtype"]) or _other_dtype(node["dtype"])
        if "device" in node:
            if not _DEVICE.fullmatch(node["device"]):
                raise WireError("a device of an unknown kind")
            return torch.device(node["device"])
        if "big" in node:
            return Oversized(tuple(_sizes(node["big"])), str(node["dtype"])[:20])
        if self._resolve is None:
            raise WireError("a value of an unknown kind")
        return self._resolve(node)

    def _count_keys(self, keys: list[Node]) -> None:
        self._keys += len(keys)
        if self._keys > MAX_KEYS:
            raise WireError(f"dicts and sets with more than {MAX_KEYS:,} keys")


def _other_dtype(name: str) -> torch.dtype:
    found = getattr(torch, name, None) if re.fullmatch(r"[a-z0-9_]{1,20}", name) else None
    if not isinstance(found, torch.dtype):
        raise WireError("an unknown dtype")
    return found


def dumps(header: Header) -> bytes:
    """The header's JSON."""
    return json.dumps(header, separators=(",", ":")).encode("ascii")


def loads(data: bytes | bytearray) -> Header:
    """The header of its JSON; WireError where it is none."""
    try:
        header = json.loads(data, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        raise WireError(f"a header that is no JSON: {type(error).__name__}") from None
    if not isinstance(header, dict):
        raise WireError("a header that is no object")
    return header


def _whole(text: str) -> int:
    if len(text) > 20:
        raise ValueError("a number of more than 20 digits")
    return int(text)
