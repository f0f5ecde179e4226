"""What a watch puts on the screen, as lines: pure functions of what there is to show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from grader.render.clean import clean
from grader.render.layout import Page

# A case that is the learner's to mend, as the report's screen starts its line.
_FAILED = re.compile(r"^  (FAIL|ERROR|SLOW|CRASH|TODO|ours) ")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

Keys = tuple[tuple[str, str], ...]  # each key and the word for what it does


@dataclass(frozen=True)
class View:
    """What there is to show.

    ``text``: a screen as a renderer made it. ``notes``: what stands below it, a paragraph each.
    ``question``: waits for an answer. ``status``: what is going on right now.
    """

    text: str
    notes: tuple[str, ...] = ()
    question: str = ""
    status: str = ""
    keys: Keys = ()


def body_of(view: View, width: int, color: bool, encoding: str) -> list[str]:
    """The lines that may be scrolled."""
    page = Page(width, color)
    for note in view.notes:
        for line in clean(note, encoding).split("\n"):
            indent = line[: len(line) - len(line.lstrip(" "))][:20]
            page.row(indent, line.strip())
        page.gap()
    lines = view.text.rstrip("\n").split("\n")
    notes = page.text().rstrip("\n").split("\n") if view.notes else []
    return [*lines, "", *notes] if notes else lines


def foot_of(view: View, width: int, color: bool) -> list[str]:
    """The lines that are always there: a question, what is going on, the keys."""
    page = Page(width, color)
    if view.question:
        page.row("", view.question, "strong")
    elif view.status:
        page.row("", view.status, "quiet")
    page.items([(f"{key} {word}", "") for key, word in view.keys])
    return ["", *page.text().rstrip("\n").split("\n")]


def first_failure(body: Sequence[str]) -> int:
    """The line of the first case that did not pass; 0 where there is none."""
    plain = (_COLOUR.sub("", line) for line in body)
    return next((number for number, line in enumerate(plain) if _FAILED.match(line)), 0)


def start_of(body: Sequence[str], foot: Sequence[str], rows: int) -> int:
    """The first line to show of a body that is new: its top, or the failure if that is lower."""
    room = rows - len(foot)
    return 0 if len(body) <= room else min(first_failure(body), len(body) - room + 1)


def window(body: Sequence[str], foot: Sequence[str], rows: int, top: int) -> list[str]:
    """As many lines as the terminal has rows: the body from ``top`` on, then the foot."""
    room = max(rows - len(foot), 2)
    if len(body) <= room:
        return [*body, *foot][:rows]
    shown = body[top : top + room - 1]
    told = f"-- lines {top + 1} to {top + len(shown)} of {len(body)}, more with the arrow keys --"
    return [*shown, told, *foot][:rows]


def scrolled(body: Sequence[str], foot: Sequence[str], rows: int, top: int, key: str) -> int:
    """The new first line after a key that scrolls."""
    room = max(rows - len(foot), 2) - 1
    step = {"up": -1, "down": 1, "page up": -room, "page down": room}[key]
    most = max(0, len(body) - room)
    return max(0, min(top + step, most))
