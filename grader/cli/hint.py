"""`learn hint`: three tiers, a question, an idea, almost the line."""

from __future__ import annotations

import click

from grader.catalog import bundled_course
from grader.cli.place import exercise_names
from grader.errors import UsageError


@click.command("hint", short_help="Show a hint for an exercise.")
@click.argument("name", metavar="EXERCISE", shell_complete=exercise_names)
@click.option(
    "-n", "number", type=click.IntRange(min=1), default=1, help="Which hint; 1 if left out."
)
def command(name: str, number: int) -> int:
    """Show a hint for an exercise; the later ones tell more."""
    exercise = bundled_course().find(name)
    hints = exercise.settings.hints
    if not hints:
        raise UsageError(f"{exercise.slug} has no hints")
    if number > len(hints):
        raise UsageError(f"{exercise.slug} has {len(hints)} hints, not {number}")
    click.echo(f"hint {number} of {len(hints)} for {exercise.number} {exercise.title}\n")
    click.echo(f"  {hints[number - 1]}")
    if number < len(hints):
        click.echo(f"\nmore: learn hint {exercise.number} -n {number + 1}")
    return 0
