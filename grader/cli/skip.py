"""`learn skip`: one exercise left for later."""

from __future__ import annotations

import click

from grader.cli.moves import moved, show_at
from grader.cli.place import name_argument, place
from grader.progress.events import Kind


@click.command("skip", short_help="Leave an exercise for later.")
@name_argument()
def command(name: str | None) -> int:
    """Leave an exercise out, this one if no name is given; `learn goto` brings it back."""
    here = place()
    way = here.way()
    exercise = here.exercise(name)
    if way.standings[exercise.slug].status.done:
        click.echo(f"{exercise.number} {exercise.title} is done already")
        return 0
    way = moved(here, way, Kind.SKIPPED, exercise)
    click.echo(f"skipped: {exercise.number} {exercise.title}")
    click.echo(f"  learn goto {exercise.number}    comes back to it\n")
    return show_at(here, way)
