"""`learn next`: on to the next exercise that is not done."""

from __future__ import annotations

import click

from grader.cli.moves import moved, show_at, show_end
from grader.cli.place import place
from grader.progress.events import Kind


@click.command("next", short_help="Go on to the next exercise.")
def command() -> int:
    """Go on to the next exercise that is not done; the one you leave comes round again."""
    here = place()
    way = here.way()
    slug = way.following
    if slug is None:
        return show_end(here, way)
    return show_at(here, moved(here, way, Kind.GOTO, here.course.find(slug)))
