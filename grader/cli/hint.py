"""`learn hint`: three tiers, a question, an idea, almost the line; which ones were seen is kept."""

from __future__ import annotations

import contextlib

import click

from grader.catalog import Exercise, bundled_course
from grader.cli.main import say
from grader.cli.place import Place, name_argument
from grader.cli.screen import Screen
from grader.errors import UsageError
from grader.progress.events import Event, Kind
from grader.workspace import find_workspace


@click.command("hint", short_help="Show a hint for an exercise.")
@name_argument()
@click.option(
    "-n", "number", type=click.IntRange(min=1), help="Which hint; the next one if left out."
)
@click.option("--plain", is_flag=True, help="No colour.")
def command(name: str | None, number: int | None, plain: bool) -> int:
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
    _show(Screen(plain), exercise, number)
    if here is not None and number > seen:
        _keep(here, exercise, number)
    return 0


def _show(screen: Screen, exercise: Exercise, number: int) -> None:
    hints = exercise.settings.hints
    screen.line(f"hint {number} of {len(hints)} for {exercise.number} {exercise.title}", "strong")
    screen.line()
    screen.row(("  ", ""), text=hints[number - 1])
    screen.line()
    if number < len(hints):
        screen.row(("more: ", "strong"), text=f"learn hint {exercise.number} -n {number + 1}")
    else:
        answer = f"learn solution {exercise.number} --give-up"
        screen.line(f"that was the last one; the answer: {answer}")
    screen.show()


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
