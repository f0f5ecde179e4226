"""The texts of a watch's screens."""

from __future__ import annotations

from grader.catalog import Exercise
from grader.practice import Checked, extras_of
from grader.render.look import Look
from grader.render.terminal import render_terminal
from grader.watch.screen import Keys

PAGE_KEYS: Keys = (("any key", "back"), ("q", "quit"))


def keys(passed: bool) -> Keys:
    """The keys, with what they do here."""
    moving = (("n", "next"), ("d", "diff with the solution")) if passed else (("h", "hint"),)
    return (*moving, ("l", "list"), ("r", "run"), ("o", "open"), ("x", "reset"), ("q", "quit"))


def report(checked: Checked, look: Look) -> str:
    """The screen of a check."""
    return render_terminal(
        checked.report,
        width=look.width,
        color=look.color,
        extras=extras_of(checked),
        encoding=look.encoding,
    )


def waiting(exercise: Exercise, shown: str) -> str:
    """The screen before the first verdict."""
    return f"{exercise.number} {exercise.title}   {shown}\n"
