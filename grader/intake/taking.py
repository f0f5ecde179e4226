"""Takes files in, one by one: finds the exercise, keeps students apart, says what is left over."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime

from grader.class_report import Student
from grader.errors import UsageError
from grader.intake.names import Names
from grader.intake.records import Entry, HandedIn, Intake, NotUnderstood

LONGEST_ID = 200
PLATFORMS = {"canvas", "github", "gradescope", "moodle"}  # each gives ids of its own


class Taking:
    """What the readers of all layouts share.

    Args:
        names: finds the exercise of a file's name.
        intake: to add to.
    """

    def __init__(self, names: Names, intake: Intake) -> None:
        self.names = names
        self.intake = intake

    def take(
        self,
        entry: Entry,
        student: Student,
        *,
        name: str = "",
        exercise: str = "",
        attempt: int = 0,
        time: datetime | None = None,
        late: bool = False,
    ) -> None:
        """One file of one student.

        ``name`` is what the student called it, the entry's name by default; ``attempt`` 0 means
        that only the name can tell.
        """
        found = self.names.exercise(name or entry.name)
        if exercise:
            found = exercise, 0
        if found is None:
            self.refuse(entry, self.names.why_not(name or entry.name))
            return
        slug, again = found
        self.intake.submissions.append(
            HandedIn(self.student(student), slug, entry.source, attempt or again + 1, time, late)
        )

    def refuse(self, entry: Entry, reason: str) -> None:
        """A file that is not graded."""
        self.intake.not_understood.append(NotUnderstood(entry.source.shown, reason))

    def student(self, student: Student) -> Student:
        """The one record of a student: what several files tell of them put together.

        Raises UsageError when two platforms have a student of that id.
        """
        id = tidy(student.id) or "unknown"
        known = self.intake.students.get(id, Student(id))
        _demand_one_platform(known, student)
        merged = replace(
            known,
            name=known.name or tidy(student.name),
            email=known.email or tidy(student.email),
            ids=tuple(dict((*student.ids, *known.ids)).items()),
        )
        self.intake.students[id] = merged
        return merged


def _demand_one_platform(known: Student, student: Student) -> None:
    """What two platforms call by one number may be two people: neither gets the other's grade."""
    before, now = (PLATFORMS & dict(each.ids).keys() for each in (known, student))
    if before and now and not before & now:
        first, second = sorted((min(before), min(now)))
        raise UsageError(
            f"{known.id} is a student of {first} and of {second}",
            "that may be two people: each platform counts its own",
            "grade what comes from each platform by a command of its own",
        )


def tidy(text: str) -> str:
    """A name or an id as it is kept: composed letters, printable, single spaces, not endless."""
    composed = unicodedata.normalize("NFC", text)
    printable = "".join(char if char.isprintable() else " " for char in composed)
    return " ".join(printable.split())[:LONGEST_ID]
