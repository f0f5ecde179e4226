"""`learn list`: the exercises of the course and, in a workspace, how far the learner is in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import click

from grader.catalog import Course, Exercise
from grader.cli.course import chosen_course
from grader.cli.place import Place
from grader.cli.screen import Screen
from grader.errors import UsageError
from grader.progress.standing import Standing, Status
from grader.progress.way import Way
from grader.render.clean import cell_width
from grader.render.layout import Span, counted, pad, shorten
from grader.workspace import find_workspace

STYLES = {Status.PASSED: "good", Status.TRIED: "cause", Status.REVEALED: "ours"}


class Column(NamedTuple):
    """A column of the table, on screens of at least so many columns."""

    head: str
    width: int
    least: int
    text: Callable[[Place, Exercise, Standing], str]


def _devices(here: Place, exercise: Exercise, standing: Standing) -> str:
    """Where it passed."""
    if needs_recheck(exercise, standing):
        return "re-check"  # the foot says what that means
    return ", ".join(device for device, ok in standing.devices.items() if ok)


COLUMNS = (
    Column("status", 8, 0, lambda here, exercise, standing: standing.status.value),
    Column("tries", 5, 50, lambda here, exercise, standing: f"{standing.attempts or '':>5}"),
    Column("devices", 14, 66, _devices),
    Column("file", 32, 100, lambda here, exercise, standing: here.workspace.shown(exercise)),
)


@click.command("list", short_help="List the exercises.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.option("--plain", is_flag=True, help="No colour.")
def command(as_json: bool, plain: bool) -> int:
    """List the exercises, with what you passed in this folder and where."""
    course = chosen_course()
    here = _here(course)
    way = here.way() if here else Way([e.slug for e in course.exercises], [])
    if as_json:
        import json

        rows = [_record(exercise, way.standings[exercise.slug]) for exercise in course.exercises]
        click.echo(json.dumps(rows, indent=2))
    elif here is None:
        for exercise in course.exercises:
            click.echo(f"{exercise.number}  {exercise.title:<42} exercises/{exercise.slug}.py")
        click.echo(f"\nlearn check {course.exercises[0].number}    grades the first one")
    else:
        _show(Screen(plain), here, way)
    return 0


def _here(course: Course) -> Place | None:
    """The place around the learner; None where there is no workspace."""
    try:
        return Place(course, find_workspace(course))
    except UsageError:
        return None


def _record(exercise: Exercise, standing: Standing) -> dict[str, object]:
    from grader.progress.record import moment

    return {
        "slug": exercise.slug,
        "title": exercise.title,
        "file": f"exercises/{exercise.slug}.py",
        "status": standing.status.value,
        "attempts": standing.attempts,
        "repeats": standing.repeats,
        "hints": standing.hints,
        "first_pass": moment(standing.first_pass),
        "devices": standing.devices,
        "revealed": standing.revealed,
        "recheck": needs_recheck(exercise, standing),
    }


def needs_recheck(exercise: Exercise, standing: Standing) -> bool:
    """Whether an exercise was passed under another suite than the course has now."""
    return bool(standing.suite) and standing.suite != exercise.digest


def _show(screen: Screen, here: Place, way: Way) -> None:
    exercises, current = here.course.exercises, way.current  # which takes looking at all events
    width = screen.look.width
    columns = [column for column in COLUMNS if width >= column.least]
    rest = sum(column.width + 2 for column in columns)
    room = min(max(cell_width(e.title) for e in exercises), width - 6 - rest)
    heads = "".join("  " + pad(column.head, column.width) for column in columns)
    screen.row((f"      {pad('exercise', room)}{heads}", "quiet"))
    for exercise in exercises:
        standing = way.standings[exercise.slug]
        at = exercise.slug == current
        cells: list[Span] = [
            (f"{'>' if at else ' '} {exercise.number}  ", "strong" if at else ""),
            (pad(shorten(exercise.title, room), room), "strong" if at else ""),
        ]
        for column in columns:
            text = column.text(here, exercise, standing)
            style = STYLES.get(standing.status, "") if column.head == "status" else ""
            cells += [("  ", ""), (pad(text, column.width), style)]
        screen.row(*cells)
    screen.line()
    _show_foot(screen, here, way, current)
    screen.show()


def _show_foot(screen: Screen, here: Place, way: Way, at: str | None) -> None:
    done, total = way.passed
    old = [e for e in here.course.exercises if needs_recheck(e, way.standings[e.slug])]
    if old:
        names = " ".join(exercise.number for exercise in old[:9])
        screen.next(f"learn check {names}", "re-check suggested: the course has newer checks")
    if at is None:
        screen.line(f"all {counted(total, 'exercise')} done")
        return
    current = here.course.find(at)
    screen.next(f"learn check {current.number}", f"{done} of {total} passed; you are at this one")
