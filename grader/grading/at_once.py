"""The reports that need no torch: a syntax error, an untouched stub, a missing function."""

from __future__ import annotations

import platform
import time

from grader import __version__
from grader.catalog import Exercise
from grader.grading.wishes import PRACTICE, Wishes
from grader.report import Case, Device, Failure, Report, Verdict
from grader.submission import Handed, first_look


def at_once(exercise: Exercise, handed: Handed, wishes: Wishes = PRACTICE) -> Report | None:
    """The report that the text alone decides; None when the submission has to be run."""
    started = time.monotonic()
    failure = first_look(handed.text, handed.record.path, exercise)
    if failure is None:
        return None
    return without_running(exercise, handed, failure, wishes, time.monotonic() - started)


def without_running(
    exercise: Exercise, handed: Handed, failure: Failure, wishes: Wishes, seconds: float = 0.0
) -> Report:
    """A report in which every case is MISSING for the same reason."""
    cases = tuple(
        Case(c.id, c.title, "cpu", Verdict.MISSING, c.possible, failure, visible=c.visible)
        for c in exercise.cases
    )
    return Report(
        exercise=exercise.slug,
        title=exercise.title,
        submission=handed.record,
        cases=cases,
        devices=(Device("cpu", False, "nothing was run"),),
        suite=exercise.digest,
        policy=wishes.policy,
        seconds=seconds,
        versions=(("grader", __version__), ("python", platform.python_version())),
    )
