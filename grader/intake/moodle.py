"""Moodle's "Download all submissions": a folder a student, or the same words before each file.

    Ann Lee_12345_assignsubmission_file_/03_matmul.py
    Ann Lee_12345_assignsubmission_file_03_matmul.py

12345 is the participant of the offline worksheet ("Participant 12345"), not the user's id.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.class_report import Student
from grader.intake.records import Entry
from grader.intake.taking import Taking

TITLE = "a Moodle download"
_NAME = re.compile(
    r"(?P<who>.+)_(?P<participant>\d{1,20})_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<name>.*))?"
)

_WORDS = re.compile(r"_\d{1,20}_assignsubmission_[a-z]")


def fits(entries: Sequence[Entry]) -> bool:
    """Whether most paths begin as Moodle's do."""
    named = [e for e in entries if _NAME.fullmatch(e.path.partition("/")[0])]
    return bool(named) and 2 * len(named) > len(entries)


def read(entries: Sequence[Entry], taking: Taking) -> None:
    """Takes each file; a student who has typed a text only is known, and has no file."""
    for entry in entries:
        first = entry.path.partition("/")[0]
        found = _NAME.fullmatch(first)
        if len(_WORDS.findall(first)) > 1:  # a file may be called so as to be another student's
            taking.refuse(entry, "its name is two participants'")
            continue
        if found is None:
            taking.refuse(entry, "its folder is not one that Moodle names")
            continue
        participant = found["participant"]
        student = Student(participant, found["who"], ids=(("moodle", participant),))
        taking.student(student)
        if found["kind"] != "file":
            taking.refuse(entry, "a text typed into Moodle, not a file")
        else:
            name = entry.name if entry.folders else found["name"] or entry.name
            taking.take(entry, student, name=name)
