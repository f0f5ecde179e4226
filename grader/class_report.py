"""The record of a class: who handed in what, and what became of it. The other record of the bottom.

Frozen, like the report of one check, which it holds. What nobody could find out is None, never
zero: an output shows it as open. A class may be larger than memory, so its students are read one
by one. Imports the report alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from grader.report import Report

CLASS_SCHEMA_VERSION = 1


class MarkVerdict(str, Enum):
    """What became of one student's exercise on one device, or on all that the course requires."""

    PASSED = "passed"
    NOT_PASSED = "not passed"  # with the points that its cases earned
    TIMEOUT = "timeout"  # not passed, and a case ran out of time; the points count
    MISSING = "missing"  # nothing was handed in
    UNREADABLE = "unreadable"  # handed in, but no text that could be run
    FAULT = "fault"  # ours: the grader failed, the device is not here, or it is not graded yet

    @property
    def is_known(self) -> bool:
        """Whether points follow from it."""
        return self in (MarkVerdict.PASSED, MarkVerdict.NOT_PASSED, MarkVerdict.TIMEOUT)


@dataclass(frozen=True)
class Student:
    """Who handed in. ``ids`` are the platforms' own: ("canvas", "12345"), ("github", "ann")."""

    id: str
    name: str = ""
    email: str = ""
    ids: tuple[tuple[str, str], ...] = ()

    def id_of(self, platform: str) -> str:
        """The student's id on a platform; empty where the class does not know it."""
        return dict(self.ids).get(platform, "")


@dataclass(frozen=True)
class DeviceMark:
    """One exercise of one student on one device; ``points`` is None where they are not known."""

    device: str
    verdict: MarkVerdict
    points: float | None
    possible: float
    reason: str = ""  # of what is missing, unreadable or a fault, in a line
    report: Report | None = None


@dataclass(frozen=True)
class Mark:
    """One exercise of one student, over the devices that the course requires.

    ``points`` of ``possible`` are what the cases earned, after the late policy; ``credit`` of
    ``worth`` is what the exercise adds to the total by its weight. ``open`` says why either may
    still change.
    """

    exercise: str  # 03_matmul
    title: str
    verdict: MarkVerdict
    points: float | None
    possible: float
    credit: float | None
    worth: float
    devices: tuple[DeviceMark, ...] = ()
    attempt: int = 0  # the one that counts; 0 where nothing was handed in
    attempts: int = 0
    time: str = ""  # of the hand-in, ISO 8601; empty where the platform does not tell
    hours_late: float | None = 0.0  # None: late, and nobody knows by how much
    before_late: float | None = None  # points before the late policy took some
    open: str = ""


@dataclass(frozen=True)
class Total:
    """What a student has earned so far; ``open`` names the exercises that may still change it."""

    credit: float
    worth: float
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class StudentReport:
    """One student of a class: a mark for each of its exercises, in order."""

    student: Student
    marks: tuple[Mark, ...]

    @property
    def total(self) -> Total:
        """The sum of the marks; an unknown one is named, and adds nothing yet."""
        return Total(
            credit=sum(mark.credit or 0.0 for mark in self.marks),
            worth=sum(mark.worth for mark in self.marks),
            open=tuple(mark.exercise for mark in self.marks if mark.credit is None or mark.open),
        )


@dataclass(frozen=True)
class ExerciseHead:
    """A column of the class: an exercise, and what it can earn."""

    slug: str
    title: str
    possible: float
    worth: float
    devices: tuple[str, ...] = ("cpu",)


@dataclass(frozen=True)
class ClassReport:
    """A class: its exercises, and its students in the order of their ids.

    ``read`` reads the students afresh each time it is called.
    """

    exercises: tuple[ExerciseHead, ...]
    platforms: tuple[str, ...]  # whose ids its students have
    read: Callable[[], Iterator[StudentReport]]
    schema: int = CLASS_SCHEMA_VERSION

    @property
    def students(self) -> Iterator[StudentReport]:
        """The students, one by one."""
        return self.read()
