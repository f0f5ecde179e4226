"""A file's bytes as a text that can be kept, and back, whatever bytes they are."""

from __future__ import annotations


def as_text(data: bytes) -> str:
    """Any bytes as a text; `as_bytes` gives the very bytes back."""
    return data.decode("utf-8", "surrogateescape")


def as_bytes(text: str) -> bytes:
    """The bytes of a kept text."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character of a notebook's, which no UTF-8 file can hold
        return text.encode("utf-8", "surrogatepass")
