"""`learn` alone: goes on where the learner is."""

from __future__ import annotations

from pathlib import Path

import click

from grader.catalog import Course, bundled_course
from grader.cli.course import chosen_course
from grader.cli.place import Place
from grader.cli.screen import Screen
from grader.errors import UsageError
from grader.progress.kept import events_of
from grader.progress.standing import Standing, current, standings
from grader.render.layout import counted
from grader.render.terminal import progress_bar
from grader.workspace import find_workspace, init_command


def go_on() -> int:
    """Watches the current exercise; without a terminal tells the status and the next command."""
    from grader.watch.start import Wanted, interactive, watch

    course = chosen_course()
    try:
        here = Place(course, find_workspace(course))
    except UsageError:
        return _offer(course, interactive())
    events = events_of(here.workspace.root)
    slug = current([e.slug for e in course.exercises], events)
    if slug is None:
        return _all_done(course, standings(events))
    if not interactive():
        return _status(here, slug, standings(events))
    return watch(course, here.workspace, course.find(slug), Wanted())


def _offer(course: Course, interactive: bool) -> int:
    """Offers to make a workspace; raises UsageError, with the command, without a terminal."""
    offered = f"my-{course.root.name}" if course.root != bundled_course().root else "learn-torch"
    if not interactive:
        command = f"{init_command(course)} {offered}"
        raise UsageError("there are no exercises here", "", f"{command}    copies them")
    click.echo(f"There are no exercises here yet; {len(course.exercises)} can be copied.")
    folder = click.prompt("Folder for them", default=f"./{offered}", show_default=True)
    from grader.cli.init import command as init

    assert init.callback is not None
    code: int = init.callback(Path(folder).expanduser())
    click.echo(f"or: cd {folder} && learn    checks at every save")
    return code


def _status(here: Place, slug: str, known: dict[str, Standing]) -> int:
    """One block: where the learner is, how far, what comes next."""
    exercise = here.course.find(slug)
    standing = known.get(slug, Standing(slug))
    passed = sum(s.first_pass is not None for s in known.values())
    screen = Screen()
    screen.line(f"{exercise.number} {exercise.title}", "strong")
    tries = f", {counted(standing.attempts, 'attempt')}" if standing.attempts else ""
    hints = f", {counted(standing.hints, 'hint')} used" if standing.hints else ""
    screen.line(f"  {standing.status.value}{tries}{hints}")
    screen.line(f"  {here.workspace.shown(exercise)}")
    screen.line(progress_bar(passed, len(here.course.exercises)))
    screen.line()
    screen.next(f"learn check {exercise.number}", "grades it")
    screen.next("learn watch", "on a terminal, checks at every save")
    screen.show()
    return 0


def _all_done(course: Course, known: dict[str, Standing]) -> int:
    from grader.watch.ending import final_words

    screen = Screen()
    for line in final_words(course, known).split("\n"):
        screen.line(line)
    screen.show()
    return 0
