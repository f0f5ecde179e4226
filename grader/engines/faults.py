"""Reports of what could not be graded, by no fault of the student."""

from __future__ import annotations

from grader.catalog import Exercise
from grader.report import Case, Device, Failure, Report, Submission, Verdict


def fault_report(exercise: Exercise, digest: str, device: str, staff: str) -> Report:
    """A report in which every case is a fault for the same reason, which is for staff."""
    failure = Failure("the grader failed here, not you", "tell the course's staff", staff=staff)
    heads = exercise.cases
    return Report(
        exercise=exercise.slug,
        title=exercise.title,
        submission=Submission(f"{exercise.slug}.py", digest),
        cases=tuple(
            Case(h.id, h.title, device, Verdict.FAULT, h.possible, failure, visible=h.visible)
            for h in heads
        ),
        devices=(Device(device, False, "the grader failed"),),
        suite=exercise.digest,
        policy="graded",
    )
