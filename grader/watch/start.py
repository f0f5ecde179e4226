"""Starts a watch on the learner's terminal, and puts everything back when it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass

from grader.catalog import Course, Exercise
from grader.errors import UsageError
from grader.render.look import Look, look_of
from grader.watch.acts import Acts
from grader.watch.checking import Checking
from grader.watch.drawing import Drawing
from grader.watch.events import Events
from grader.watch.loop import Options, Watch
from grader.watch.sights import POLL_PAUSE, Sights, by_content
from grader.watch.terminal import Terminal
from grader.workspace import Workspace


@dataclass(frozen=True)
class Wanted:
    """What the command line asks of a watch.

    ``poll``: read the file instead of trusting its times. ``editor``: a command that opens each
    exercise that is moved to; empty for none.
    """

    auto_next: bool = False
    poll: bool = False
    editor: str = ""
    plain: bool = False


def interactive() -> bool:
    """Whether there is a terminal on both sides."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def watch(course: Course, workspace: Workspace, exercise: Exercise, wanted: Wanted) -> int:
    """Watches from this exercise on; the exit code.

    Raises UsageError without a terminal, Fault when the grader cannot be started.
    """
    if not interactive():
        raise UsageError(
            "learn watch needs a terminal",
            "",
            f"learn check {exercise.number}    works without one",
        )

    def look() -> Look:
        return look_of(sys.stdout, os.environ, plain=wanted.plain)

    acts = Acts(course, workspace, dict(os.environ), wanted.editor)
    options = Options(wanted.auto_next, bool(wanted.editor))
    sys.stdout.flush()
    # First the grading process: PyTorch is imported while the rest starts.
    with Checking(course.root) as checking, contextlib.closing(Events()) as events:
        sights = Sights(by_content, POLL_PAUSE) if wanted.poll else Sights(events=events)
        screen, encoding = sys.stdout.fileno(), look().encoding
        with Terminal(sys.stdin.fileno(), screen, os.environ, encoding) as terminal:
            drawing = Drawing(terminal, look, lambda state: acts.shown(state.exercise))
            return Watch(acts, checking, terminal, sights, drawing, options).run(exercise)
