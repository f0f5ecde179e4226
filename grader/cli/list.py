"""`learn list`: the exercises of the course."""

from __future__ import annotations

import json

import click

from grader.catalog import bundled_course


@click.command("list", short_help="List the exercises.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def command(as_json: bool) -> int:
    """List the exercises."""
    exercises = bundled_course().exercises
    if as_json:
        rows = [
            {"slug": e.slug, "title": e.title, "file": f"exercises/{e.slug}.py"} for e in exercises
        ]
        click.echo(json.dumps(rows, indent=2))
        return 0
    for exercise in exercises:
        click.echo(f"{exercise.number}  {exercise.title:<42} exercises/{exercise.slug}.py")
    click.echo(f"\nlearn check {exercises[0].number}    grades the first one")
    return 0
