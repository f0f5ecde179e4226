"""A class as JSON: a line a student, with every mark, and each report that a student may see.

Numbers that are not known are null. ``schema`` rises when an older reader would misread it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from grader.class_report import ClassReport, DeviceMark, ExerciseHead, Mark, StudentReport
from grader.render.class_format import SETTINGS, ClassFormat, File, Settings
from grader.render.json_report import to_json


def render(report: ClassReport, _: Settings = SETTINGS) -> Iterator[File]:
    """One file."""
    yield "", _pieces(report)


def _pieces(report: ClassReport) -> Iterator[str]:
    heads = [_head(head) for head in report.exercises]
    yield f'{{"schema": {report.schema},\n"exercises": {_text(heads)},\n"students": ['
    before = "\n"
    for student in report.students:
        yield before + _text(_student(student))
        before = ",\n"
    yield "\n]}\n"


def _head(head: ExerciseHead) -> dict[str, Any]:
    return {
        "exercise": head.slug,
        "title": head.title,
        "possible": head.possible,
        "worth": head.worth,
        "devices": list(head.devices),
    }


def _student(one: StudentReport) -> dict[str, Any]:
    student, total = one.student, one.total
    return {
        "student": student.id,
        "name": student.name,
        "email": student.email,
        "ids": dict(student.ids),
        "total": {"credit": total.credit, "worth": total.worth, "open": list(total.open)},
        "marks": [_mark(mark) for mark in one.marks],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "exercise": mark.exercise,
        "verdict": mark.verdict.value,
        "points": mark.points,
        "possible": mark.possible,
        "credit": mark.credit,
        "worth": mark.worth,
        "attempt": mark.attempt,
        "attempts": mark.attempts,
        "time": mark.time or None,
        "hours_late": mark.hours_late,
        "before_late": mark.before_late,
        "open": mark.open or None,
        "devices": [_device(device) for device in mark.devices],
    }


def _device(device: DeviceMark) -> dict[str, Any]:
    return {
        "device": device.device,
        "verdict": device.verdict.value,
        "points": device.points,
        "possible": device.possible,
        "reason": device.reason or None,
        "report": json.loads(to_json(device.report)) if device.report else None,
    }


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


FORMAT = ClassFormat(render)
