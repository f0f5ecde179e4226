"""What a fork brings along in its memory, taken away before a submission can look for it.

A forked process holds a copy of its parent: the environment it was started with, as the kernel laid
it down, its arguments, and whatever memory the two of them share for good. Landlock and seccomp do
not reach what is there already.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.worker.isolation.kernel import call

# In /proc/self/stat, counted from the field after the name: where arguments and environment lie.
_ARGUMENTS_END, _ENVIRONMENT_START, _ENVIRONMENT_END = 46, 47, 48
_ARGUMENTS_START = 45
_BYTES_HEADER = bytes.__basicsize__ - 1  # a bytes object's own text starts after it


def forget_start(keep: Mapping[str, str]) -> None:
    """Leave of the environment ``keep`` alone, and nothing of the arguments, nowhere in memory."""
    values = list(getattr(os.environ, "_data", {}).values())
    os.environ.clear()
    while values:
        _blank(values.pop())
    if sys.platform == "linux":
        _blank_start()
    sys.argv[:] = ["submission"]
    if hasattr(sys, "orig_argv"):
        sys.orig_argv[:] = ["submission"]
    os.environ.update(keep)


def _blank(value: bytes) -> None:
    """Overwrite the text of a bytes object, unless others hold it too."""
    if isinstance(value, bytes) and len(value) > 1 and sys.getrefcount(value) <= 3:
        ctypes.memset(id(value) + _BYTES_HEADER, 0, len(value))


def _blank_start() -> None:
    """Overwrite what the kernel laid down when the program was started."""
    try:
        fields = Path("/proc/self/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        places = [int(fields[i]) for i in range(_ARGUMENTS_START, _ENVIRONMENT_END + 1)]
    except (OSError, ValueError, IndexError):  # no /proc: nothing can be found
        return
    first, end, environment, last = places
    # The first argument, the program's name, stays: libc points to it in its messages.
    name = len(ctypes.string_at(first)) + 1 if first else 0
    for start, stop in ((first + name, end), (environment, last)):
        if 0 < start < stop:
            ctypes.memset(start, 0, stop - start)


def forget_shared() -> int:
    """Unmap the memory that this process could write to for others to read; how many mappings.

    What a parent maps shared (a database's index, a counter of a process pool) is the same memory
    in every fork, and no layer judges a write to it. A file mapped for reading stays.
    """
    try:
        # The short list first: the long one costs ten milliseconds, and hardly ever is one shared.
        if not any(line.split(maxsplit=2)[1][3] == "s" for line in _lines("/proc/self/maps")):
            return 0
        found = list(_shared(_lines("/proc/self/smaps")))
    except OSError:
        return 0
    for start, end in found:
        call("munmap", start, end - start)
    return len(found)


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8", "replace").splitlines()


def _shared(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Start and end of every mapping that is shared and may be made writable."""
    span = ""
    for line in lines:
        first, _, rest = line.partition(" ")
        if not first.endswith(":"):
            span = first
        elif first == "VmFlags:" and {"sh", "mw"} <= set(rest.split()):
            start, end = span.split("-")
            yield int(start, 16), int(end, 16)


def die_first() -> str:
    """Where memory runs out for the whole machine, have the kernel end this process before others.

    Those that it forks too; of them it takes the one that holds most.
    """
    Path("/proc/self/oom_score_adj").write_text("900", encoding="ascii")
    return ""
