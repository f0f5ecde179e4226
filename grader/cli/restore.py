"""`learn restore`: an earlier version back in the file."""

from __future__ import annotations

import click

from grader.cli.place import name_argument, place
from grader.cli.screen import Screen
from grader.errors import UsageError
from grader.progress.events import Kind
from grader.progress.texts import as_bytes
from grader.versions.changes import put
from grader.versions.history import number_of, split, version


@click.command("restore", short_help="Put an earlier version back into your file.")
@name_argument(required=True, metavar="EXERCISE@N")
def command(name: str) -> int:
    """Put an earlier version back into your file; what is in it now is kept first.

    learn history 03 shows the versions: 03@1, 03@2, and so on.
    """
    who, number = split(name)
    if number is None:
        raise UsageError("which version?", f"{name} names none", f"learn history {name}")
    here = place()
    exercise = here.exercise(who)
    file = here.file(exercise)
    screen = Screen()
    with here.progress() as progress:
        found = version(progress.events(exercise.slug), number, exercise.slug)
        text = as_bytes(progress.text(found.digest))
        event = put(progress, file, text, Kind.RESTORED, {"version": number})
        if event is None:
            screen.line(f"{file.shown} holds version {exercise.number}@{number} already")
            screen.show()
            return 0
        before = number_of(progress.events(exercise.slug), event.text)
    screen.row((f"{file.shown}   ", "strong"), text=f"holds version @{number}: {found.outcome}")
    if before:
        screen.line(f"what was in it is kept as {exercise.number}@{before}")
    screen.line()
    screen.next("learn undo", "takes it back")
    screen.show()
    return 0
