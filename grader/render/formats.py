"""The tables of output formats; a new one is one new file and one line here."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from pathlib import Path

from grader.class_report import ClassReport
from grader.errors import UsageError
from grader.render.class_format import SETTINGS, ClassFormat, Settings, write
from grader.render.html_report import report_page
from grader.render.json_report import render_json
from grader.render.learner import PRACTICE, class_for_learners
from grader.render.terminal import render_terminal
from grader.report import Report

Renderer = Callable[[Report], str]

FORMATS: dict[str, Renderer] = {
    "html": report_page,
    "json": render_json,
    "terminal": render_terminal,
}

# Of a whole class: the module of each, imported when it is asked for, with a FORMAT in it.
CLASS_FORMATS = {
    "ags": "grader.render.class_ags",
    "canvas": "grader.render.class_canvas",
    "csv": "grader.render.class_csv",
    "github": "grader.render.class_github",
    "gradescope": "grader.render.class_gradescope",
    "html": "grader.render.class_html",
    "json": "grader.render.class_json",
    "junit": "grader.render.class_junit",
    "moodle": "grader.render.class_moodle",
    "prairielearn": "grader.render.class_prairielearn",
}


def renderer(name: str) -> Renderer:
    """The function that turns a report into that format.

    Raises:
        UsageError: there is no format of that name.
    """
    if name in FORMATS:
        return FORMATS[name]
    raise _unknown(name, FORMATS)


def class_format(name: str) -> ClassFormat:
    """The format of a whole class that is called so.

    Raises:
        UsageError: there is no format of that name.
    """
    if name not in CLASS_FORMATS:
        raise _unknown(name, CLASS_FORMATS)
    found: ClassFormat = importlib.import_module(CLASS_FORMATS[name]).FORMAT
    return found


def write_class(
    report: ClassReport,
    name: str,
    output: Path,
    policy: str = PRACTICE,
    settings: Settings = SETTINGS,
) -> None:
    """Writes a class in one format, with only what a student may see by the policy.

    Raises:
        UsageError: there is no such format or policy, or the output cannot be written.
    """
    write(class_format(name), class_for_learners(report, policy=policy), output, settings)


def _unknown(name: str, known: Iterable[str]) -> UsageError:
    from difflib import get_close_matches  # slow to import, and needed only to refuse

    near = get_close_matches(name, list(known), n=1)
    return UsageError(
        f"there is no output format {name!r}",
        f"the formats are: {', '.join(sorted(known))}",
        f"did you mean {near[0]}?" if near else "",
    )
