"""`learn hint`: three tiers, a question, an idea, almost the line; which ones were seen is kept."""

from __future__ import annotations

import contextlib

import click

from grader.catalog import Exercise, bundled_course
from grader.cli.main import say
from grader.cli.place import Place, name_argument
from grader.errors import UsageError
from grader.progress.events import Event, Kind
from grader.workspace import find_workspace


@click.command("hint", short_help="Show a hint for an exercise.")
@name_argument()
@click.option(
    "-n", "number", type=click.IntRange(min=1), help="Which hint; the next one if left out."
)
def command(name: str | None, number: int | None) -> int:
    """Show the next hint for an exercise, this one if no name is given; later ones tell more."""
    course = bundled_course()
    here = None
    if name is None:
        here = Place(course, find_workspace(course))
        exercise = here.exercise(None)
    else:
        exercise = course.find(name)
        with contextlib.suppress(UsageError):
            here = Place(course, find_workspace(course))
    hints = exercise.settings.hints
    if not hints:
        raise UsageError(f"{exercise.slug} has no hints")
    seen = min(_seen(here, exercise), len(hints))
    if number is None:
        number = min(seen + 1, len(hints))
    if number > len(hints):
        raise UsageError(f"{exercise.slug} has {len(hints)} hints, not {number}")
    click.echo(f"hint {number} of {len(hints)} for {exercise.number} {exercise.title}\n")
    click.echo(f"  {hints[number - 1]}\n")
    _tell_more(exercise, number, len(hints))
    if here is not None and number > seen:
        _keep(here, exercise, number)
    return 0


def _tell_more(exercise: Exercise, number: int, total: int) -> None:
    if number < total:
        click.echo(f"more: learn hint {exercise.number} -n {number + 1}")
    else:
        click.echo(f"that was the last one; the answer: learn solution {exercise.number} --give-up")


def _seen(here: Place | None, exercise: Exercise) -> int:
    """The highest hint that the learner has seen; 0 where that cannot be known."""
    with contextlib.suppress(UsageError):
        return here.way().standings[exercise.slug].hints if here else 0
    return 0


def _keep(here: Place, exercise: Exercise, number: int) -> None:
    """Keeps that the hint was shown; a store that cannot be used hides no hint."""
    try:
        with here.progress() as progress:
            progress.add(Event(Kind.HINT, exercise.slug, {"number": number}))
    except UsageError as error:
        say(f"that you saw it was not kept: {error}")
