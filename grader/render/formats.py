"""The table of output formats; a new one is one new file and one line here."""

from __future__ import annotations

from collections.abc import Callable

from grader.errors import UsageError
from grader.render.html_report import report_page
from grader.render.json_report import render_json
from grader.render.terminal import render_terminal
from grader.report import Report

Renderer = Callable[[Report], str]

FORMATS: dict[str, Renderer] = {
    "html": report_page,
    "json": render_json,
    "terminal": render_terminal,
}


def renderer(name: str) -> Renderer:
    """The function that turns a report into that format.

    Raises:
        UsageError: there is no format of that name.
    """
    if name in FORMATS:
        return FORMATS[name]
    from difflib import get_close_matches  # slow to import, and needed only to refuse

    near = get_close_matches(name, FORMATS, n=1)
    raise UsageError(
        f"there is no output format {name!r}",
        f"the formats are: {', '.join(sorted(FORMATS))}",
        f"did you mean {near[0]}?" if near else "",
    )
