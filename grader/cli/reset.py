"""`learn reset`: the stub again, and your version kept."""

from __future__ import annotations

import click

from grader.cli.place import Place, name_argument, place
from grader.cli.screen import Screen, asked
from grader.errors import UsageError
from grader.progress.events import Kind, new_id
from grader.progress.store import NotKept
from grader.versions.changes import File, put
from grader.versions.history import number_of
from grader.versions.stubs import stub_of


@click.command("reset", short_help="Start an exercise over; your version is kept.")
@name_argument()
@click.option("--all", "every", is_flag=True, help="Reset all exercises.")
@click.option("--yes", is_flag=True, help="Do not ask before --all.")
def command(name: str | None, every: bool, yes: bool) -> int:
    """Put the untouched stub back; what was in your file is kept, and learn undo brings it back."""
    if every == bool(name):
        raise UsageError("which exercise?", "", "learn reset 03    (--all resets every one)")
    here = place()
    exercises = here.course.exercises if every else [here.exercise(name)]
    if every and not asked("reset all exercises", yes, "learn reset --all --yes"):
        return 1
    return reset(here, [exercise.slug for exercise in exercises])


def reset(here: Place, slugs: list[str]) -> int:
    """Resets these exercises as one change, and says so; the exit code."""
    screen, batch = Screen(), new_id()
    done = failed = kept = 0
    with here.progress() as progress:
        for slug in slugs:
            file = here.file(here.course.find(slug))
            try:
                stub = stub_of(file.exercise, here.workspace)
                event = put(progress, file, stub, Kind.RESET, batch=batch)
            except UsageError as error:
                if len(slugs) == 1 or isinstance(error, NotKept):
                    raise
                failed += 1
                screen.row(("left as it is   ", "bad"), text=f"{error.what} {error.found}".strip())
                continue
            if event is not None:
                done += 1
                kept += bool(event.text)  # a file that was missing is not made missing again
                _tell(screen, file, number_of(progress.events(slug), event.text))
    if len(slugs) > 1:
        screen.line(f"{done} of {len(slugs)} files reset, {len(slugs) - done - failed} untouched")
    elif not done:
        screen.line(f"{file.shown} is the untouched stub already")
    if kept:
        screen.line()
        screen.next("learn undo", "takes it back")
    screen.show()
    return 2 if failed else 0


def _tell(screen: Screen, file: File, number: int) -> None:
    """One file that was reset, and where its text is."""
    kept = f"; your version is kept as {file.exercise.number}@{number}" if number else ""
    screen.row((f"{file.shown}   ", "strong"), text=f"is the stub again{kept}")
