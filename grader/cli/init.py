"""`learn init`: a folder to work in."""

from __future__ import annotations

import shlex
from contextlib import suppress
from pathlib import Path

import click

from grader import __version__
from grader.catalog import bundled_course
from grader.errors import UsageError
from grader.render.layout import counted
from grader.workspace import find_workspace, given, start_workspace


@click.command("init", short_help="Copy the exercises into a folder of yours.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
def command(folder: Path | None) -> int:
    """Copy the exercises into FOLDER (this one if left out); files that are there are kept."""
    course = bundled_course()
    root = folder or Path()
    if folder is None:
        with suppress(UsageError):  # below a folder of exercises that folder is meant
            found = find_workspace(course).root
            root = root if found == Path.cwd().resolve() else found
    before = given(root).release
    written, kept = start_workspace(course, root)
    click.echo(f"{counted(len(written), 'exercise')} copied to {root / 'exercises'}")
    if kept:
        click.echo(f"already there and left as they are: {len(kept)}")
    if before and before != __version__:
        click.echo(f"they are of release {before}; learn update brings {__version__}")
    first = course.exercises[0]
    if root.resolve() == Path.cwd().resolve():
        click.echo(f"next: open {root / 'exercises' / first.stub.name}")
        click.echo(f"then: learn check {first.number}")
    else:  # commands find the exercises from inside
        click.echo(f"next: cd {shlex.quote(str(root))}")
        click.echo(f"then: open exercises/{first.stub.name} and type learn check {first.number}")
    return 0
