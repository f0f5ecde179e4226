"""`learn undo`: takes back the last reset, restore or update."""

from __future__ import annotations

import click

from grader.cli.place import place
from grader.cli.screen import Screen
from grader.progress.events import Kind
from grader.versions.changes import Refused, undo

_CHANGE = {Kind.RESET: "reset", Kind.RESTORED: "restore", Kind.UPDATED: "update"}


@click.command("undo", short_help="Take back the last reset, restore or update.")
def command() -> int:
    """Take back the last reset, restore or update that is not taken back yet, all of its files.

    A file that you changed since is left alone, and what is in it is kept.
    """
    here = place()
    screen = Screen()
    with here.progress() as progress:
        undone = undo(progress, here.file_of)
    for file in undone.files:
        what = f"is as it was before the {_CHANGE[undone.kind]}"
        screen.row((f"{file.shown}   ", "strong"), text=what)
    for refused in undone.refused:
        _refuse(screen, refused)
    screen.show()
    return 2 if undone.refused else 0


def _refuse(screen: Screen, refused: Refused) -> None:
    """Why a file was left alone, and the way to its earlier version."""
    number, change = refused.file.exercise.number, _CHANGE[refused.kind]
    screen.line()
    screen.row(
        (f"{refused.file.shown}   ", "strong"),
        text=f"was changed after the {change}, so it is left as it is and kept as "
        f"{number}@{refused.now}",
    )
    screen.next(
        f"learn restore {number}@{refused.before}", f"brings back the one from before the {change}"
    )
