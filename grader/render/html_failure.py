"""One failure as HTML: the checks that were made, the numbers side by side, the way to the error.

The texts have been cleaned before; here they are escaped.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.render.clean import cut, one_line
from grader.render.failure import (
    LONGEST_EXCEPTION,
    LONGEST_VARIABLE,
    MOST_FRAMES,
    MOST_LINES,
    MOST_VARIABLES,
    SMALLEST,
)
from grader.render.layout import counted
from grader.render.markup import EMPTY_HTML, Html, element, joined
from grader.report import Check, Failure, Frame, Grid


def failure_html(failure: Failure, *, said: str = "") -> Html:
    """All that the learner may know of a failure; ``said`` is shown already."""
    told = failure.rationale in ("", said) or not all(check.ok for check in failure.checks)
    cause = joined(element("b", "looks like: "), one_line(failure.cause))
    exception = element("code", one_line(failure.exception, LONGEST_EXCEPTION))
    return joined(
        EMPTY_HTML if told else element("div", one_line(failure.rationale), class_="learn-why"),
        _checks(failure.checks),
        EMPTY_HTML if failure.grid is None else _grid(failure.grid),
        element("div", cause, class_="learn-cause") if failure.cause else EMPTY_HTML,
        element("div", exception, class_="learn-exception") if failure.exception else EMPTY_HTML,
        _frames(failure.frames),
        element("div", one_line(failure.help)) if failure.help else EMPTY_HTML,
        _snippet(failure.snippet),
    )


def _snippet(text: str) -> Html:
    """The smallest call that fails, to be copied."""
    if not text:
        return EMPTY_HTML
    lines = [cut(line, LONGEST_VARIABLE) for line in text.split("\n")[:MOST_LINES]]
    label = element("div", SMALLEST, class_="learn-quiet")
    return element("div", label, element("pre", "\n".join(lines)))


def _checks(checks: Sequence[Check]) -> Html:
    """A row for each property that was compared; a star and a word where it failed."""
    if not checks:
        return EMPTY_HTML
    rows = []
    for check in checks:
        name = element("th", "" if check.ok else "* ", check.name, scope="row")
        lines = [one_line(line) for line in check.detail.split("\n")]
        detail = element("td", joined(*lines, between=element("br")))
        word = element("td", "ok" if check.ok else "differs", class_="learn-word")
        rows.append(element("tr", name, word, detail, class_="good" if check.ok else "bad"))
    return element("table", element("tbody", *rows), class_="learn-checks")


def _grid(grid: Grid) -> Html:
    """The two matrices side by side, or one under the other where there is no room."""
    got = _matrix("got (* differs)", grid.got, grid.differs)
    expected = _matrix("expected", grid.expected, ())
    return element("div", got, expected, class_="learn-grids")


def _matrix(name: str, rows: Sequence[Sequence[str]], differs: Sequence[Sequence[bool]]) -> Html:
    lines = []
    for i, row in enumerate(rows):
        cells = []
        for j, entry in enumerate(row):
            star = i < len(differs) and j < len(differs[i]) and differs[i][j]
            shown = one_line(entry, 40) + ("*" if star else "")
            cells.append(element("td", shown, class_="bad" if star else None))
        lines.append(element("tr", *cells))
    caption = element("caption", name)
    return element("table", caption, element("tbody", *lines), class_="learn-matrix")


def _frames(frames: Sequence[Frame]) -> Html:
    """The last lines of the learner's own text on the way to the exception, the deepest last."""
    if not frames:
        return EMPTY_HTML
    rows = []
    if len(frames) > MOST_FRAMES:
        hidden = counted(len(frames) - MOST_FRAMES, "earlier call")
        rows.append(element("li", f"({hidden} not shown)", class_="learn-quiet"))
    rows += [_frame(frame) for frame in frames[-MOST_FRAMES:]]
    return element("ol", *rows, class_="learn-frames")


def _frame(frame: Frame) -> Html:
    named = frame.function and not frame.function.startswith("<module")
    place = f"line {frame.line}" + (f", in {one_line(frame.function, 100)}" if named else "")
    parts = [element("div", place, class_="learn-quiet")]
    if frame.source.strip():
        parts.append(element("code", one_line(frame.source, 300)))
    variables = [
        f"{one_line(name, 40)} = {one_line(value, LONGEST_VARIABLE)}"
        for name, value in frame.variables[:MOST_VARIABLES]
    ]
    if variables:
        spans = joined(*(element("span", text) for text in variables), between=" \u00b7 ")
        parts.append(element("div", spans, class_="learn-variables"))
    return element("li", *parts)
