"""The plain record of an intake: what was handed in, by whom, and what was not understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from grader.class_report import Student


@dataclass(frozen=True)
class Source:
    """A file that is read when it is needed.

    ``read(most)`` gives its bytes, ``most`` + 1 of them at the most; it raises `Unreadable` for a
    file that is none, a link, or damaged.
    """

    shown: str  # as messages give it: download.zip/ann/03_matmul.py
    read: Callable[[int], bytes] = field(repr=False)


@dataclass(frozen=True)
class Entry:
    """A file of a folder or an archive; ``path`` has forward slashes and starts at its root."""

    path: str
    source: Source

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def folders(self) -> tuple[str, ...]:
        """The parts of the path before its name."""
        return tuple(self.path.split("/")[:-1])


@dataclass(frozen=True)
class HandedIn:
    """One file that a student handed in for one exercise.

    ``time`` is None where the platform does not tell it; ``late`` is the platform's own mark.
    """

    student: Student
    exercise: str  # 03_matmul
    source: Source
    attempt: int = 1
    time: datetime | None = None
    late: bool = False


@dataclass(frozen=True)
class NotUnderstood:
    """A file or an entry that is not graded, and why."""

    path: str
    reason: str


@dataclass
class Intake:
    """All that was found below the paths that were given.

    ``students`` includes those who handed in nothing, where a list names them; ``layouts`` says of
    each path what it was taken for; ``left_out`` counts what systems and editors leave about.
    """

    submissions: list[HandedIn] = field(default_factory=list)
    students: dict[str, Student] = field(default_factory=dict)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    layouts: list[tuple[str, str]] = field(default_factory=list)
    left_out: int = 0
