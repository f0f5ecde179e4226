"""Which course a command works with: the one place where a command gets its course from."""

from __future__ import annotations

from pathlib import Path

import click

from grader.catalog import Course
from grader.workspace import course_at


def flag(context: click.Context | None = None) -> Path | None:
    """The folder in ``learn --course PATH``; None where it was left out."""
    context = context or click.get_current_context(silent=True)
    found: Path | None = context.find_root().params.get("course") if context else None
    return found


def chosen_course(context: click.Context | None = None, *, remembered: bool = True) -> Course:
    """The course that was named, else the one of the folder around, else the bundled one.

    ``remembered`` False: the folder around is not asked, since it may be a student's. Raises
    UsageError when there is no course in that folder.
    """
    return course_at(flag(context), remembered=remembered)
