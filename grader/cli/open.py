"""`learn open`: your file in your editor."""

from __future__ import annotations

import sys

import click

from grader.cli.place import name_argument, place
from grader.editor import open_file
from grader.errors import UsageError


@click.command("open", short_help="Open your file in your editor.")
@name_argument()
@click.option("--line", type=click.IntRange(min=1), help="Go to this line.")
@click.option("--edit-cmd", "wish", default="", metavar="CMD", help="Use this editor.")
def command(name: str | None, line: int | None, wish: str) -> int:
    """Open your file in your editor: $VISUAL, $EDITOR, or VS Code if it is installed.

    An editor with a window is not waited for.
    """
    here = place()
    file = here.file(here.exercise(name))
    if not file.path.exists():
        number = file.exercise.number
        raise UsageError(f"there is no file {file.shown}", "", f"learn reset {number}    makes it")
    free = sys.stdin.isatty() and sys.stdout.isatty()
    said = open_file(file.path, line, wish=wish, terminal=free)
    click.echo(f"{file.shown}    {said}")
    return 0
