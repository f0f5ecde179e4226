"""Which course a command works with: the one place where a command gets its course from."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.catalog import Course
from grader.workspace import course_at

VARIABLE = "LEARN_COURSE"


def named_course(context: click.Context | None = None) -> Path | None:
    """The folder that ``learn --course`` or the environment names; None where neither does."""
    context = context or click.get_current_context(silent=True)
    if context is not None and "course" in context.find_root().params:
        named: Path | None = context.find_root().params["course"]
        return named
    value = os.environ.get(VARIABLE)
    return Path(value) if value else None


def chosen_course(context: click.Context | None = None) -> Course:
    """The course that was named, else the one of the folder around, else the bundled one.

    Raises UsageError when there is no course in that folder.
    """
    return course_at(named_course(context))
