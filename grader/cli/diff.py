"""`learn diff`: what two versions of a file differ in."""

from __future__ import annotations

import click

from grader.catalog import Exercise
from grader.cli.place import Place, name_argument, place
from grader.cli.screen import Screen, styles_of
from grader.cli.solution import show_diff, unlock
from grader.errors import UsageError
from grader.progress.texts import as_text
from grader.versions.differences import differences
from grader.versions.files import present
from grader.versions.history import split, version
from grader.versions.stubs import stub_of

_TWO = "two versions of one exercise are compared"


@click.command("diff", short_help="Show what you changed.")
@name_argument(metavar="EXERCISE[@N]")
@click.argument("other", required=False, metavar="[@N]")
@click.option("--solution", is_flag=True, help="Compare with the solution, once it is unlocked.")
def command(name: str | None, other: str | None, solution: bool) -> int:
    """Show what you changed.

    \b
    learn diff 03          your file against the stub
    learn diff 03@2        your file against version 2
    learn diff 03@1 @3     version 1 against version 3
    """
    here = place()
    who, first = split(name or "")
    second = _second(here, other, who, first)
    exercise = here.exercise(who)
    if solution:
        if first is not None:
            raise UsageError("--solution compares your file as it is", "", "leave out the @")
        unlock(here, exercise)
        return show_diff(here, exercise)
    old, new = _sides(here, exercise, first, second)
    lines = differences(old[1], new[1], old[0], new[0])
    screen = Screen()
    if not lines:
        screen.line(f"{old[0]} and {new[0]} are the same")
    screen.code(lines, styles_of(lines))
    return 0


def _second(here: Place, other: str | None, who: str, first: int | None) -> int | None:
    """The number of the second version; its exercise, if it names one, has to be the same."""
    if other is None:
        return None
    name, number = split(other)
    if number is None or first is None:
        raise UsageError(_TWO, "", "learn diff 03@1 @3")
    if name and here.course.find(name) != here.exercise(who):
        raise UsageError(_TWO, f"{name} is another one")
    return number


Side = tuple[str, str]  # what it is called, and its text


def _sides(
    here: Place, exercise: Exercise, first: int | None, second: int | None
) -> tuple[Side, Side]:
    if first is None:
        return ("the stub", as_text(stub_of(exercise, here.workspace))), _mine(here, exercise)
    old = _version(here, exercise, first)
    return old, _mine(here, exercise) if second is None else _version(here, exercise, second)


def _mine(here: Place, exercise: Exercise) -> Side:
    file = here.file(exercise)
    mine = present(file.path, file.shown)
    if mine is None:
        raise UsageError(
            f"there is no file {file.shown}", "", f"learn reset {exercise.number}    makes it anew"
        )
    return file.shown, as_text(mine)


def _version(here: Place, exercise: Exercise, number: int) -> Side:
    found = version(here.events(exercise.slug), number, exercise.slug)
    with here.progress() as progress:
        return f"{exercise.number}@{number}", progress.text(found.digest)
