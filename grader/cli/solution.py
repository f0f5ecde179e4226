"""`learn solution`: the reference, unlocked by passing; giving up is recorded as such."""

from __future__ import annotations

import click

from grader.catalog import Exercise
from grader.cli.place import Place, name_argument, place
from grader.cli.screen import Screen, asked, styles_of
from grader.errors import UsageError
from grader.progress.events import Event, Kind
from grader.progress.standing import Standing, standings
from grader.progress.texts import as_text
from grader.progress.unlock import Policy, unlocked
from grader.versions.differences import differences
from grader.versions.files import present


@click.command("solution", short_help="Show the solution of an exercise that you passed.")
@name_argument()
@click.option("--diff", is_flag=True, help="Show what differs from your file.")
@click.option("--give-up", is_flag=True, help="Show it before a pass; this is recorded.")
@click.option("--yes", is_flag=True, help="Do not ask before giving up.")
def command(name: str | None, diff: bool, give_up: bool, yes: bool) -> int:
    """Show the solution; it is unlocked when you pass.

    With --give-up it is shown before. The exercise then counts as revealed, never as passed, until
    you pass it.
    """
    here = place()
    exercise = here.exercise(name)
    if not unlock(here, exercise, give_up=give_up, yes=yes):
        return 1
    if diff:
        return show_diff(here, exercise)
    screen = Screen()
    screen.line(f"solution of {exercise.number} {exercise.title}", "strong")
    screen.show()  # an empty line at the end of what is shown would be dropped
    screen.line()
    screen.python(exercise.reference.read_text("utf-8"))
    screen.line()
    screen.next(f"learn solution {exercise.number} --diff", "compares it with yours")
    screen.show()
    return 0


def unlock(here: Place, exercise: Exercise, give_up: bool = False, yes: bool = False) -> bool:
    """Whether the solution may be shown; that it is seen before a pass is recorded.

    False where the learner was asked and does not give up.

    Raises UsageError where the course does not show it yet.
    """
    policy, hints = Policy(here.course.solutions), len(exercise.settings.hints)
    if policy is Policy.NEVER:
        raise UsageError("this course does not show its solutions")
    known = standings(here.events(exercise.slug))
    standing = known.get(exercise.slug, Standing(exercise.slug))
    if not unlocked(policy, standing, hints):
        if not give_up:
            raise _locked(exercise, policy)
        question = f"show the solution of {exercise.number}, which then counts as revealed"
        if not asked(question, yes, f"learn solution {exercise.number} --give-up --yes"):
            return False
    if standing.first_pass is None and not standing.revealed:
        with here.progress() as progress:
            progress.add(Event(Kind.REVEALED, exercise.slug))
    return True


def _locked(exercise: Exercise, policy: Policy) -> UsageError:
    number = exercise.number
    way = "pass it" if policy is Policy.AFTER_PASS else "pass it, or see every hint"
    return UsageError(
        f"the solution of {number} is locked: {way}",
        f"learn hint {number}    helps",
        f"learn solution {number} --give-up    shows it; it then counts as revealed, not passed",
    )


def show_diff(here: Place, exercise: Exercise) -> int:
    """Prints what differs from the learner's file to the solution; nothing is unlocked by it."""
    file = here.file(exercise)
    mine = present(file.path, file.shown)
    if mine is None:
        raise UsageError(f"there is no file {file.shown}", "", "learn solution without --diff")
    reference = exercise.reference.read_text("utf-8")
    lines = differences(as_text(mine), reference, file.shown, f"solution of {exercise.number}")
    screen = Screen()
    if not lines:
        screen.line("your file is the solution, line by line")
    screen.code(lines, styles_of(lines))
    return 0
