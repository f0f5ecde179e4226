"""The one case that is opened up: what differs, where, and what it looks like."""

from __future__ import annotations

from collections.abc import Sequence

from grader.render.clean import cell_width, cut, one_line
from grader.render.grid import add_grid
from grader.render.layout import Page, counted, pad, shorten
from grader.report import Check, Failure, Frame

INDENT = 9  # the block stands under the titles, further in than any verdict
MOST_FRAMES = 3
MOST_VARIABLES = 6
LONGEST_EXCEPTION = 600
LONGEST_VARIABLE = 100
MOST_LINES = 12  # of a snippet
SMALLEST = "the smallest call that fails; put it below your code and run the file:"


def add_failure(page: Page, failure: Failure, *, indent: int = INDENT, said: str = "") -> None:
    """Add all that the learner may know of a failure; ``said`` is on the screen already."""
    left = " " * indent
    # A check that failed says with numbers what the rationale says in words.
    told = failure.rationale in ("", said) or not all(check.ok for check in failure.checks)
    if not told:
        page.row(left, one_line(failure.rationale))
    _add_checks(page, failure.checks, indent)
    if failure.grid is not None:
        add_grid(page, failure.grid, indent)
    if failure.cause:
        page.row([(left, ""), ("looks like: ", "cause")], one_line(failure.cause), "cause")
    if failure.exception:
        page.row(left, one_line(failure.exception, LONGEST_EXCEPTION), "bad", hang=2)
    _add_frames(page, failure.frames, indent)
    if failure.help:
        page.row(left, one_line(failure.help))
    if failure.snippet:
        page.row(left, SMALLEST, "quiet")
        for line in failure.snippet.split("\n")[:MOST_LINES]:
            page.raw(left + "  ", cut(line, LONGEST_VARIABLE))


def _add_checks(page: Page, checks: Sequence[Check], indent: int) -> None:
    """One line a check, ``ok`` in one column; a star in the margin where it failed."""
    if not checks:
        return
    names = [shorten(check.name, 12) for check in checks]
    column = indent + max(7, *map(cell_width, names)) + 1
    room = page.width - column - len("   ok")
    passed = [shorten(check.detail, room) for check in checks if check.ok]
    widest = max(map(cell_width, passed), default=0)
    for name, check in zip(names, checks, strict=True):
        head = pad(name, column - indent)
        if check.ok:
            detail = pad(shorten(check.detail, room), widest)
            page.spans([(" " * indent + head + detail, ""), ("   ok", "good")])
            continue
        margin = " " * (indent - 2) + "* "
        first, *more = check.detail.split("\n")
        page.row([(margin + head, "bad")], one_line(first), "bad", hang=2)
        for line in more:
            page.row(" " * column, one_line(line), "bad", hang=2)


def _add_frames(page: Page, frames: Sequence[Frame], indent: int) -> None:
    """The last lines of the learner's file on the way to the exception, the deepest last."""
    left = " " * indent
    if len(frames) > MOST_FRAMES:
        hidden = counted(len(frames) - MOST_FRAMES, "earlier call")
        page.row(left, f"({hidden} in your file not shown)", "quiet")
    for frame in frames[-MOST_FRAMES:]:
        named = frame.function and not frame.function.startswith("<module")
        place = f", in {one_line(frame.function, 100)}" if named else ""
        page.row(left, f"line {frame.line}{place}", "quiet")
        if frame.source.strip():
            page.row(left + "  ", one_line(frame.source, 300), hang=2)
        page.items(
            (
                (f"{one_line(name, 40)} = {one_line(value, LONGEST_VARIABLE)}", "quiet")
                for name, value in frame.variables[:MOST_VARIABLES]
            ),
            indent=indent + 4,
            hang=0,
        )
