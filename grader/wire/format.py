"""The words of the wire: its bounds, what a value can be, and the header's JSON.

Imports torch only; both sides use exactly this file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch

MAGIC = b"LRN1"
MAX_HEADER = 4 << 20  # bytes
MAX_PAYLOAD = 1 << 28  # bytes
MAX_TENSORS = 4096
MAX_DEPTH = 64
MAX_DIMENSIONS = 64  # PyTorch's own limit
MAX_TEXT = 1 << 20  # characters of one string
MAX_ITEMS = 1 << 20  # values in the lists, tuples and dicts of one frame
MAX_KEYS = 4096  # keys of the dicts and sets of one frame: colliding ones cost time squared
MAX_KEY_PARTS = 16  # values in a key that is a tuple: equal ones are compared part by part
MAX_DIGITS = 3500  # hexadecimal; Python refuses to write numbers that are much longer

FLOATING = ("float64", "float32", "float16", "bfloat16", "complex64", "complex128")
WHOLE = ("int64", "int32", "int16", "int8", "uint8", "bool")
DTYPES: dict[str, torch.dtype] = {name: getattr(torch, name) for name in FLOATING + WHOLE}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
DEVICE = re.compile(r"(cpu|cuda|mps|meta)(:\d{1,3})?")

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


class Note(NamedTuple):
    """What a received tensor was like in the process that sent it (its claim, not a fact)."""

    device: str
    requires_grad: bool
    is_leaf: bool
    contiguous: bool


def note_of(tensor: torch.Tensor) -> Note | None:
    """The sender's note on a tensor that came over the wire, None for one made here."""
    return getattr(tensor, "_wire_note", None)


@dataclass(frozen=True)
class Oversized:
    """Stands for a tensor that was too large to send."""

    shape: tuple[int, ...]
    dtype: str


def dumps(header: Header) -> bytes:
    """The header's JSON."""
    return _ENCODER.encode(header).encode("ascii")


def loads(data: bytes | bytearray) -> Header:
    """The header of its JSON; WireError where it is none."""
    try:
        header = _DECODER.decode(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise WireError(f"a header that is no JSON: {type(error).__name__}") from None
    if not isinstance(header, dict):
        raise WireError("a header that is no object")
    return header


def _whole(text: str) -> int:
    if len(text) > 20:
        raise ValueError("a number of more than 20 digits")
    return int(text)


_DECODER = json.JSONDecoder(parse_int=_whole)  # made once: a frame is a few hundred bytes
_ENCODER = json.JSONEncoder(separators=(",", ":"))
