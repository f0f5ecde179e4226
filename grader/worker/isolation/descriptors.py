"""A worker holds the descriptors it is given and no other."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.worker.isolation.kernel import call

_CLOSE_RANGE = 436  # the same number on every architecture
_LAST = 2**32 - 1


def close_descriptors(keep: Sequence[int]) -> None:
    """Close every descriptor that is not in ``keep``, the standard three included."""
    if sys.platform == "win32":  # a spawned worker inherits none there
        return
    for first, last in _gaps(keep):
        _close(first, last)


def _gaps(keep: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = 0
    for kept in sorted(set(keep)):
        if kept > first:
            yield first, kept - 1
        first = kept + 1
    yield first, _LAST


def _close(first: int, last: int) -> None:
    try:
        if sys.platform != "linux":
            raise OSError
        call("syscall", _CLOSE_RANGE, first, last, 0)
    except OSError:  # before Linux 5.9, or not Linux
        os.closerange(first, min(last, _highest()) + 1)


def _highest() -> int:
    """The highest open descriptor: the limit itself may be a million."""
    try:
        return max(int(entry.name) for entry in Path("/dev/fd").iterdir())
    except (OSError, ValueError):
        return os.sysconf("SC_OPEN_MAX")
