"""The one format between the trusted side and a worker: JSON for structure, raw bytes for tensors.

A frame is ``magic, header length, payload length`` (16 bytes, big endian), a JSON header, and the
bytes of the tensors that the header lists, one after the other. Never pickle. Offsets follow from
the list, so tensors cannot overlap, and every size, depth and dtype is bounded before anything is
allocated. Imports errors only (torch where tensors are met); both sides use exactly these files.
"""

from __future__ import annotations

from grader.wire.decode import Decoded, Decoder, allocate, finish
from grader.wire.encode import Encoder, memory_of
from grader.wire.format import (
    DTYPES,
    MAGIC,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_DIMENSIONS,
    MAX_HEADER,
    MAX_ITEMS,
    MAX_KEYS,
    MAX_PAYLOAD,
    MAX_TENSORS,
    MAX_TEXT,
    Handle,
    Header,
    Node,
    Note,
    Oversized,
    Source,
    WireError,
    dumps,
    loads,
    note_of,
)

__all__ = [
    "DTYPES",
    "MAGIC",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_DIMENSIONS",
    "MAX_HEADER",
    "MAX_ITEMS",
    "MAX_KEYS",
    "MAX_PAYLOAD",
    "MAX_TENSORS",
    "MAX_TEXT",
    "Decoded",
    "Decoder",
    "Encoder",
    "Handle",
    "Header",
    "Node",
    "Note",
    "Oversized",
    "Source",
    "WireError",
    "allocate",
    "dumps",
    "finish",
    "loads",
    "memory_of",
    "note_of",
]
