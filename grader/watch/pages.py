"""The texts of a watch's screens."""

from __future__ import annotations

from grader.catalog import Exercise
from grader.practice import Checked, extras_of
from grader.render.clean import clean
from grader.render.layout import chop, paint
from grader.render.look import Look
from grader.render.terminal import render_terminal
from grader.watch.screen import Keys
from grader.watch.state import State

DIFF = {"---": "strong", "+++": "strong", "@@ ": "quiet", "+": "good", "-": "bad"}
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


def question(exercise: Exercise) -> str:
    """What is asked before a reset."""
    return f"put the stub of {exercise.number} back? your version is kept   y/n"


def status(state: State, ready: bool, shown: str) -> str:
    """What is going on right now; ``shown``: how messages call the file."""
    if state.absent:
        return f"waiting for {shown} to come back"
    if state.running and not ready:
        return "starting PyTorch ..."
    if state.running and state.more:
        return "checking with more numbers ..."
    if state.running and state.slow:
        return "checking your last save ..."
    return f"watching {shown}"


def page(text: str, look: Look) -> str:
    """A text that takes the report's place; a unified diff in its colours."""
    diff = text.startswith("--- ")
    lines = []
    for line in clean(text, look.encoding).split("\n"):
        style = ""
        if diff:
            style = DIFF.get(line[:3]) or DIFF.get(line[:1], "")
        lines += [paint(piece, style, look.color) for piece in chop(line, look.width)]
    return "\n".join(lines)


def waiting(exercise: Exercise, shown: str) -> str:
    """The screen before the first verdict."""
    return f"{exercise.number} {exercise.title}   {shown}\n"
