"""Reading the course's files, and which of its secrets this process has read.

A fork of a process that has read a suite or a reference would know it. Imports errors only.
"""

from __future__ import annotations

from pathlib import Path

from grader.errors import CourseError

_opened: set[Path] = set()
_OPEN = "exercises"  # the one folder of a course that is no secret


def read_course(path: Path) -> bytes:
    """The bytes of a file of the course; raises CourseError where there is none."""
    if path.parent.name != _OPEN:
        _opened.add(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CourseError(f"the course lacks {path.name}", f"no file {path}") from None


def secrets_opened() -> bool:
    """Whether a secret file was read in this process, or in one before it was forked from that."""
    return bool(_opened)
