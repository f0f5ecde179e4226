"""The record of a class, put together from the plan and the gradebook, one student at a time."""

from __future__ import annotations

from collections.abc import Iterator

from grader.class_report import (
    ClassReport,
    DeviceMark,
    ExerciseHead,
    MarkVerdict,
    Student,
    StudentReport,
)
from grader.classroom.plan import Plan, Read
from grader.gradebook import Gradebook
from grader.gradebook.marking import Attempt, device_mark, mark, unknown
from grader.render.json_report import from_json


def build(plan: Plan, gradebook: Gradebook) -> ClassReport:
    """The record; it reads the gradebook each time that its students are read."""
    handed: dict[str, dict[str, list[Read]]] = {}
    for read in plan.read:
        submission = read.submission
        of_student = handed.setdefault(submission.student.id, {})
        of_student.setdefault(submission.exercise, []).append(read)

    def students() -> Iterator[StudentReport]:
        for student in plan.students:
            yield _student(plan, gradebook, student, handed.get(student.id, {}))

    platforms = {name for student in plan.students for name, _ in student.ids}
    return ClassReport(plan.heads, tuple(sorted(platforms)), students)


def _student(
    plan: Plan, gradebook: Gradebook, student: Student, handed: dict[str, list[Read]]
) -> StudentReport:
    marks = []
    for head in plan.heads:
        attempts = [_attempt(plan, gradebook, head, read) for read in handed.get(head.slug, [])]
        marks.append(mark(head, attempts, plan.rubric))
    return StudentReport(student, tuple(marks))


def _attempt(plan: Plan, gradebook: Gradebook, head: ExerciseHead, read: Read) -> Attempt:
    submission = read.submission
    if read.unreadable:
        devices = unknown(head, MarkVerdict.UNREADABLE, read.unreadable)
    else:
        devices = tuple(_device(plan, gradebook, head, read, device) for device in head.devices)
    return Attempt(submission.attempt, devices, submission.time, submission.late)


def _device(
    plan: Plan, gradebook: Gradebook, head: ExerciseHead, read: Read, device: str
) -> DeviceMark:
    row = gradebook.row(plan.key(read, device))
    share = head.possible / len(head.devices)
    if row is None:
        return DeviceMark(device, MarkVerdict.FAULT, None, share, "it is not graded yet")
    return device_mark(device, from_json(row.report), share, plan.rubric.of(head.slug))
