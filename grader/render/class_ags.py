"""Scores as a platform's LTI 1.3 grade service takes them: a line of JSON a student.

Each line is the body of one POST to ``{lineitem}/scores``; sending it needs a token of the
platform's, which a hosted tool has. ``userId`` is the student's ``lti`` id where the class has one.
A total that may still change is pending, and without a score.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from grader.class_report import ClassReport, MarkVerdict, StudentReport
from grader.render.class_csv import number
from grader.render.class_format import SETTINGS, ClassFormat, File, Settings
from grader.render.entries import has_fault, open_lines, rounded


def render(report: ClassReport, settings: Settings = SETTINGS) -> Iterator[File]:
    """One file."""
    yield "", _lines(report, settings)


def _lines(report: ClassReport, settings: Settings) -> Iterator[str]:
    time = settings.now.isoformat(timespec="milliseconds")
    for student in report.students:
        yield json.dumps(score(student, time), allow_nan=False) + "\n"


def score(student: StudentReport, time: str) -> dict[str, Any]:
    """The score of one student, at a time in ISO 8601.

    The platform ignores a score that is not newer than the one that it has.
    """
    total, who = student.total, student.student
    record: dict[str, Any] = {"userId": who.id_of("lti") or who.id, "timestamp": time}
    nothing = all(mark.verdict is MarkVerdict.MISSING for mark in student.marks)
    if not total.open:
        record |= {"activityProgress": "Completed", "gradingProgress": "FullyGraded"}
        record |= {
            "scoreGiven": rounded(max(total.credit, 0.0)),
            "scoreMaximum": rounded(total.worth),
        }
    elif nothing:
        record |= {"activityProgress": "Initialized", "gradingProgress": "NotReady"}
    else:
        progress = "Failed" if has_fault(student) else "Pending"
        record |= {"activityProgress": "Submitted", "gradingProgress": progress}
    return {**record, "comment": comment(student)}


def comment(student: StudentReport) -> str:
    """What was earned, a line an exercise."""
    lines = [
        f"{mark.exercise}: {number(mark.credit)} of {number(mark.worth)}, {mark.verdict.value}"
        for mark in student.marks
        if mark.credit is not None
    ]
    return "\n".join([*lines, *open_lines(student)])


FORMAT = ClassFormat(render)
