"""Grading what a plan wants: results go to the gradebook as they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.classroom.plan import Plan, Read
from grader.engines import Engine, Graded
from grader.gradebook import Gradebook, Key, Row
from grader.gradebook.store import FAULT, UNAVAILABLE


@dataclass
class Progress:
    """How far a run is."""

    total: int
    done: int = 0
    faults: int = 0
    seconds: float = 0.0  # that the pieces took, all processes together


def grade(
    plan: Plan,
    wanted: Sequence[tuple[Key, Read]],
    engine: Engine,
    gradebook: Gradebook,
    hear: Callable[[Progress], None],
) -> Progress:
    """Grades; ``hear`` is told after each piece, when its result is safe."""
    keys = {_name(key): key for key, _ in wanted}
    progress = Progress(len(wanted))
    for graded in engine.grade(plan.chunks(wanted)):
        key = keys[graded.exercise, graded.digest, graded.device]
        gradebook.keep(key, Row(graded.state, graded.report, graded.seconds))
        _count(progress, graded)
        hear(progress)
    return progress


def _name(key: Key) -> tuple[str, str, str]:
    return key.exercise, key.submission, key.device


def _count(progress: Progress, graded: Graded) -> None:
    progress.done += 1
    progress.faults += graded.state in (FAULT, UNAVAILABLE)
    progress.seconds += graded.seconds
