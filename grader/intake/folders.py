"""The plain layout: a folder a student, ``ann/03_matmul.py``, at any depth below it.

A zip in the folder's place does as well. A folder that is called ``exercises`` is a workspace's,
not a student's.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.class_report import Student
from grader.intake.records import Entry
from grader.intake.taking import Taking

TITLE = "a folder a student"
ONE = "one student's files"


def read(entries: Sequence[Entry], taking: Taking, owner: str) -> None:
    """Takes each file; one that lies in no folder is ``owner``'s."""
    for entry in entries:
        own = entry.folders and entry.folders[0] != "exercises"
        student = Student(entry.folders[0].removesuffix(".zip") if own else owner)
        if taking.names.exercise(entry.name):
            taking.student(student)
        taking.take(entry, student)
