"""Frames to values: nothing is allocated, built or looked up before it is bounded."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import torch

from grader.wire.encode import span
from grader.wire.format import (
    DEVICE,
    DTYPES,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_DIMENSIONS,
    MAX_ITEMS,
    MAX_KEY_PARTS,
    MAX_KEYS,
    Header,
    Node,
    Note,
    Oversized,
    WireError,
)


def allocate(entry: object, budget: int, dense: bool = False) -> tuple[torch.Tensor, int]:
    """A tensor without content for one line of the header's list, and its size in bytes; flat where
    it has strides.

    ``dense``: no strides, with which a few bytes would stand for a tensor of any size.
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
        if dense or len(strides) != len(shape) or not count:
            raise WireError("strides that do not fit the shape")
        count = span(shape, strides)
        shape = [count]
    size = count * dtype.itemsize
    if size > budget:
        raise WireError(f"a tensor of {size} bytes where {budget} are left")
    try:
        # Not torch.empty, which fills what it gives where a worker's new memory is filled.
        memory = torch.UntypedStorage(size)  # type: ignore[no-untyped-call]
        made = torch.empty(0, dtype=torch.uint8 if dtype is torch.bool else dtype)
        return made.set_(memory, 0, shape), size  # type: ignore[call-overload]
    except RuntimeError:  # no such memory; or, beside a size of 0, sizes that overflow
        raise WireError(f"a tensor of {size} bytes, for which there is no room") from None


def _sizes(value: object) -> list[int]:
    if not isinstance(value, list) or len(value) > MAX_DIMENSIONS:
        raise WireError("a shape that is no list of at most 64 sizes")
    for size in value:  # no generator: this is done for every tensor
        if type(size) is not int or not 0 <= size < 1 << 63:
            raise WireError("a size that is no whole number below 2^63")
    return value


def finish(tensor: torch.Tensor, entry: Header) -> torch.Tensor:
    """The finished tensor: its content is there, and now the sender's note is on it."""
    device = entry.get("device", "cpu")
    if device != "cpu" and not (isinstance(device, str) and DEVICE.fullmatch(device)):
        raise WireError("a device of an unknown kind")
    if entry["dtype"] == "bool":
        tensor = tensor != 0  # any byte may come; a bool that is neither 0 nor 1 is undefined
    if "strides" in entry:
        try:
            tensor = tensor.as_strided(entry["shape"], entry["strides"])
        except RuntimeError:  # sizes that overflow
            raise WireError("a shape that no tensor has") from None
    note = Note(
        device, bool(entry.get("grad")), bool(entry.get("leaf")), bool(entry.get("dense", True))
    )
    tensor._wire_note = note  # type: ignore[attr-defined]
    return tensor


class Decoded(NamedTuple):
    """Stands for a node that was decoded before."""

    value: Any


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
        self._items = 0

    def decode(self, node: Node, depth: int = 0) -> Any:
        """The value of a node.

        Raises WireError for a node that the format does not know.
        """
        if depth > MAX_DEPTH:
            raise WireError(f"a value nested more than {MAX_DEPTH} deep")
        if node is None or isinstance(node, bool | int | float | str):
            return node
        if isinstance(node, list):
            return self._each(node, depth)
        if type(node) is Decoded:  # no JSON gives one
            return node.value
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
            return tuple(self._each(node["t"], depth))
        if "d" in node:
            self._count_keys(node["d"])
            return {self._key(k, depth + 1): self.decode(v, depth + 1) for k, v in node["d"]}
        if "set" in node:
            self._count_keys(node["set"])
            found = {self._key(item, depth + 1) for item in node["set"]}
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
            if not DEVICE.fullmatch(node["device"]):
                raise WireError("a device of an unknown kind")
            return torch.device(node["device"])
        if "big" in node:
            return Oversized(tuple(_sizes(node["big"])), str(node["dtype"])[:20])
        if self._resolve is None:
            raise WireError("a value of an unknown kind")
        return self._resolve(node)

    def _each(self, nodes: list[Node], depth: int) -> list[Any]:
        self._items += len(nodes)
        if self._items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS:,} values")
        return [self.decode(node, depth + 1) for node in nodes]

    def _key(self, node: Node, depth: int) -> Any:
        before = self._items
        key = self.decode(node, depth)
        if self._items - before > MAX_KEY_PARTS:
            raise WireError(f"a key of more than {MAX_KEY_PARTS} values")
        return key

    def _count_keys(self, keys: list[Node]) -> None:
        self._keys += len(keys)
        if self._keys > MAX_KEYS:
            raise WireError(f"dicts and sets with more than {MAX_KEYS:,} keys")


def _other_dtype(name: str) -> torch.dtype:
    # Not getattr: some names of torch are modules that are imported when they are asked for.
    found = vars(torch).get(name) if re.fullmatch(r"[a-z0-9_]{1,20}", name) else None
    if not isinstance(found, torch.dtype):
        raise WireError("an unknown dtype")
    return found
