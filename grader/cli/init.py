"""`learn init`: a folder to work in."""

from __future__ import annotations

from pathlib import Path

import click

from grader.catalog import bundled_course
from grader.workspace import start_workspace


@click.command("init", short_help="Copy the exercises into a folder of yours.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def command(folder: Path) -> int:
    """Copy the exercises into FOLDER (this one if left out); files that are there are kept."""
    course = bundled_course()
    written, kept = start_workspace(course, folder)
    click.echo(f"{len(written)} exercises copied to {folder / 'exercises'}")
    if kept:
        click.echo(f"already there and left as they are: {len(kept)}")
    first = course.exercises[0]
    click.echo(f"next: open {folder / 'exercises' / first.stub.name}")
    click.echo(f"then: learn check {first.number}")
    return 0
