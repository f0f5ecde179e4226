"""Large pages for the memory of a process that forks often.

A fork copies an entry of a table for each page, and the fork's end gives it back. Large pages have
one entry where small ones have 512; of what a fork writes to it still copies small ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.worker.isolation.kernel import call

LARGE = 2 << 20  # bytes; where large pages have another size, the kernel passes over the rest
TRIES = 3
_COLLAPSE = 25  # MADV_COLLAPSE, since Linux 6.1


def use_large_pages() -> None:
    """Moves this process's own memory to large pages, as far as the system has them.

    It copies all that small pages hold: tens of milliseconds, and as many bytes as are shared with
    the process that forked this one.
    """
    for start, end in _own():
        for _ in range(TRIES):
            try:
                call("madvise", start, end - start, _COLLAPSE)
            except BlockingIOError:  # a page was in somebody's hands; what is large stays so
                continue
            except OSError:  # no such pages, or none for this part
                pass
            break


def _own() -> Iterator[tuple[int, int]]:
    """Where the memory lies that belongs to no file, in whole large pages."""
    try:
        lines = Path("/proc/self/maps").read_text("utf-8", "replace").splitlines()
    except OSError:  # not Linux
        return
    for line in lines:
        place, rights, _, _, file, *name = line.split(maxsplit=5)
        if not rights.startswith("rw-p") or file != "0" or name not in ([], ["[heap]"]):
            continue
        first, last = (int(part, 16) for part in place.split("-"))
        start, end = -(-first // LARGE) * LARGE, last // LARGE * LARGE
        if start < end:
            yield start, end
