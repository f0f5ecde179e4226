"""Canvas's "Download Submissions": one flat folder, everything is in the files' names.

last_first_12345_678_03_matmul.py        user 12345, upload 678
last_first_LATE_12345_678_03_matmul-1.py handed in late, and once before
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.class_report import Student
from grader.intake.records import Entry
from grader.intake.taking import Taking

TITLE = "a Canvas download"
_NAME = re.compile(
    r"(?P<who>.+?)(?:_(?P<late>LATE|late))?_(?P<user>\d{1,20})_(?P<upload>\d{1,20})_(?P<name>.+)"
)
_ONLINE = re.compile(r"(?P<who>.+?)(?:_(?:LATE|late))?_(?P<user>\d{1,20})_text\.html?")


def fits(entries: Sequence[Entry]) -> bool:
    """Whether most files are called as Canvas calls them, or are in a zip that is."""
    tops = {entry.path.partition("/")[0] for entry in entries if _is_file_or_in_zip(entry)}
    named = [top for top in tops if _NAME.fullmatch(top) or _ONLINE.fullmatch(top)]
    everything = {entry.path.partition("/")[0] for entry in entries}
    return bool(named) and 2 * len(named) > len(everything)


def _is_file_or_in_zip(entry: Entry) -> bool:
    return not entry.folders or entry.folders[0].lower().endswith(".zip")


def read(entries: Sequence[Entry], taking: Taking) -> None:
    """Takes each file; the student's id is Canvas's, the name is only as Canvas shortens it."""
    for entry in entries:
        first = entry.path.partition("/")[0]  # the file's own name, or that of a zip it is in
        online, found = _ONLINE.fullmatch(first), _NAME.fullmatch(first)
        if online and not found:  # else a file whose own name ends like that
            taking.student(_student(online["user"], online["who"]))
            taking.refuse(entry, "a text typed into Canvas, not a file")
        elif found is None:
            taking.refuse(entry, "its name is not one that Canvas gives")
        else:
            student = _student(found["user"], found["who"])
            taking.student(student)
            name = entry.name if entry.folders else found["name"]
            taking.take(entry, student, name=name, late=bool(found["late"]))


def _student(user: str, who: str) -> Student:
    return Student(user, who.replace("_", " "), ids=(("canvas", user),))
