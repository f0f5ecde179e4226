"""Memory in large pages, in a process of its own."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.worker import pages

SCRIPT = """
from pathlib import Path
from grader.worker.pages import use_large_pages

def large():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("AnonHugePages"))

held = [bytes([number % 256]) * 1000 for number in range(20_000)]
before = large()
use_large_pages()
same = all(text == bytes([number % 256]) * 1000 for number, text in enumerate(held))
print(same, large() - before)
"""


def _collapses() -> bool:
    """Whether this kernel knows how; since Linux 6.1, where it was built with large pages."""
    release = Path("/proc/sys/kernel/osrelease")
    known = Path("/sys/kernel/mm/transparent_hugepage").is_dir()
    return known and [int(n) for n in release.read_text().split(".")[:2]] >= [6, 1]


def test_what_memory_holds_is_the_same_and_most_of_it_lies_in_large_pages() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    same, more = done.stdout.split()
    assert same == "True"
    if sys.platform == "linux" and _collapses():
        assert int(more) >= 10 << 10  # KiB, of the 20 MiB


@pytest.mark.parametrize(("number", "tries"), [(errno.EINVAL, 1), (errno.EAGAIN, pages.TRIES)])
def test_a_system_that_has_none_goes_on_without(
    monkeypatch: pytest.MonkeyPatch, number: int, tries: int
) -> None:
    asked: list[tuple[object, ...]] = []

    def refuse(*words: object) -> int:
        asked.append(words)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(pages, "call", refuse)
    monkeypatch.setattr(pages, "_own", lambda: iter([(0, pages.LARGE), (0, pages.LARGE)]))
    pages.use_large_pages()
    assert len(asked) == 2 * tries


def test_only_memory_that_belongs_to_no_file_is_moved_in_whole_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = """
7f0000100000-7f0000900000 rw-p 00000000 00:00 0
7f0001000000-7f0001100000 rw-p 00000000 00:00 0
7f0002000000-7f0002400000 rw-p 00000000 00:00 0                          [heap]
7f0003000000-7f0003400000 rw-p 00000000 00:00 0                          [stack]
7f0004000000-7f0004400000 r--p 00000000 00:00 0
7f0005000000-7f0005400000 rw-p 00000000 fe:00 77                         /a/file with spaces
7f0006000000-7f0006400000 rw-s 00000000 00:01 12                         /memfd:shared (deleted)
"""
    monkeypatch.setattr(Path, "read_text", lambda *_: rows.strip())
    assert [(hex(start), hex(end)) for start, end in pages._own()] == [
        ("0x7f0000200000", "0x7f0000800000"),
        ("0x7f0002000000", "0x7f0002400000"),
    ]
