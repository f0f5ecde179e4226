"""What Gradescope reads: ``results.json``, one for each student, or one for the only one.

The examples of the course are always visible; the other cases as the caller says. Gradescope shows
a student no total while one of the cases is hidden. Where nothing is known there is no score at
all: Gradescope then says that the autograder failed, which is never mistaken for zero.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from grader.class_report import ClassReport, ExerciseHead, StudentReport
from grader.errors import UsageError
from grader.render.class_format import (
    SETTINGS,
    VISIBILITIES,
    ClassFormat,
    File,
    Settings,
)
from grader.render.entries import Entry, State, entries_of, is_known, open_lines, rounded
from grader.render.file_names import file_name


def render(report: ClassReport, settings: Settings = SETTINGS) -> Iterator[File]:
    """A file a student."""
    for student in report.students:
        text = json.dumps(results(student, settings.visibility), indent=1, allow_nan=False)
        yield f"{file_name(student.student.id)}.json", [text + "\n"]


def results(student: StudentReport, visibility: str) -> dict[str, Any]:
    """The record of one student.

    Args:
        student: with what a student may see.
        visibility: of every case that is no example.
    """
    entries = list(entries_of(student))
    record: dict[str, Any] = {
        "output": _output(student),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "tests": [
            _test(entry, number, visibility) for entry, number in _numbered(student, entries)
        ],
    }
    if is_known(student):
        record["score"] = rounded(student.total.credit)
    seconds = sum(entry.seconds for entry in entries)
    return {**record, "execution_time": rounded(seconds)} if seconds else record


def _output(student: StudentReport) -> str:
    lines = open_lines(student)
    return "\n".join(["Not final yet:", *lines]) if lines else ""


def _numbered(student: StudentReport, entries: list[Entry]) -> Iterator[tuple[Entry, str]]:
    """Each line with a number such as 2.1, the first case of the second exercise."""
    order = {mark.exercise: number for number, mark in enumerate(student.marks, 1)}
    count: dict[str, int] = {}
    for entry in entries:
        count[entry.exercise] = count.get(entry.exercise, 0) + 1
        yield entry, f"{order[entry.exercise]}.{count[entry.exercise]}"


def _test(entry: Entry, number: str, visibility: str) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": entry.name,
        "number": number,
        "max_score": rounded(entry.possible),
        "status": "passed" if entry.state is State.PASSED else "failed",
        "visibility": VISIBILITIES[0] if entry.example or entry.about_file else visibility,
    }
    if entry.points is not None:
        test["score"] = rounded(entry.points)
    if entry.text:
        test["output"] = entry.text
    return test


def _check(heads: tuple[ExerciseHead, ...], settings: Settings) -> None:
    if settings.visibility not in VISIBILITIES:
        raise UsageError(
            f"there is no visibility {settings.visibility!r}",
            f"known are {', '.join(VISIBILITIES)}",
        )


FORMAT = ClassFormat(render, folder=True, single=(".json",), check=_check)
