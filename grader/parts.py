"""The parts of a course: ``exercises/parts.txt`` says which exercise begins one, and its title."""

from __future__ import annotations

from dataclasses import dataclass

from grader.catalog import Course, Exercise
from grader.errors import CourseError


@dataclass(frozen=True)
class Part:
    """Exercises that belong together."""

    title: str
    exercises: tuple[Exercise, ...]


def parts_of(course: Course) -> list[Part]:
    """The course's parts in order, each exercise in one; all in one part where nothing is said.

    Raises CourseError when a line of the file is no number and title, or they are out of order.
    """
    starts = _starts(course)
    if not starts:
        return [Part("All exercises", tuple(course.exercises))]
    parts: list[Part] = []
    for (first, title), (end, _) in zip(starts, [*starts[1:], ("~", "")], strict=True):
        low = first if parts else ""  # what comes before the first one belongs to it
        members = tuple(e for e in course.exercises if low <= e.number < end)
        parts.append(Part(title, members))
    return [part for part in parts if part.exercises]


def _starts(course: Course) -> list[tuple[str, str]]:
    """The number that each part begins with, and its title."""
    path = course.root / "exercises" / "parts.txt"
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    starts: list[tuple[str, str]] = []
    for number, line in enumerate(lines, 1):
        first, _, title = line.strip().partition(" ")
        if not line.strip():
            continue
        if len(first) != 2 or not first.isdecimal() or not title:
            raise CourseError(f"{path} line {number} is no number and title", repr(line)[:80])
        if starts and first <= starts[-1][0]:
            raise CourseError(f"{path} line {number}: {first} does not come after {starts[-1][0]}")
        starts.append((first, title.strip()))
    return starts
