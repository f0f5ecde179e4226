"""`learn goto`: to any exercise."""

from __future__ import annotations

import click

from grader.cli.moves import moved, show_at
from grader.cli.place import name_argument, place
from grader.progress.events import Kind


@click.command("goto", short_help="Go to an exercise.")
@name_argument(required=True)
def command(name: str) -> int:
    """Go to an exercise: a check or a hint without a name is about it from now on."""
    here = place()
    return show_at(here, moved(here, here.way(), Kind.GOTO, here.course.find(name)))
