"""What PrairieLearn reads: ``results.json``, one for each student, or one for the only one.

While anything is open (a fault of ours, a file that is no text, nothing handed in) the answer is
not gradable, which costs the student no attempt. A file over 1 MiB is refused there, so long texts
are cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from grader.class_report import ClassReport, StudentReport
from grader.render.class_format import SETTINGS, ClassFormat, File, Settings
from grader.render.clean import cut
from grader.render.entries import Entry, entries_of, open_lines, rounded
from grader.render.file_names import file_name

MOST_BYTES = 1 << 20  # PrairieLearn's bound
LENGTHS = (4000, 400, 40, 0)  # of a case's text: the longest with which the file fits


def render(report: ClassReport, _: Settings = SETTINGS) -> Iterator[File]:
    """A file a student."""
    for student in report.students:
        yield f"{file_name(student.student.id)}.json", [_text(student)]


def results(student: StudentReport, longest: int = LENGTHS[0]) -> dict[str, Any]:
    """The record of one student, with no text of a case longer than that."""
    total = student.total
    if total.open:
        return {"gradable": False, "format_errors": open_lines(student)}
    share = total.credit / total.worth if total.worth else 0.0
    return {
        "gradable": True,
        "score": rounded(min(max(share, 0.0), 1.0)),
        "tests": [_test(entry, longest) for entry in entries_of(student)],
    }


def _text(student: StudentReport) -> str:
    text = ""
    for longest in LENGTHS:
        text = json.dumps(results(student, longest), indent=1, allow_nan=False) + "\n"
        if len(text) <= MOST_BYTES:  # ASCII, so letters are bytes
            break
    return text


def _test(entry: Entry, longest: int) -> dict[str, Any]:
    # Points on every line: PrairieLearn shows none where a single one lacks them.
    test: dict[str, Any] = {
        "name": cut(entry.name, 200),
        "points": rounded(entry.points or 0.0),
        "max_points": rounded(entry.possible),
    }
    if entry.why and longest:
        test["message"] = cut(entry.why, longest)
    if entry.text not in ("", entry.why) and longest:
        test["output"] = cut(entry.text, longest)
    return test


FORMAT = ClassFormat(render, folder=True, single=(".json",))
