"""`learn dev new` and `learn dev pack`: a course of one's own, begun and packed."""

from __future__ import annotations

from pathlib import Path

import click

from grader.catalog import bundled_course
from grader.cli.course import chosen_course, flag
from grader.errors import UsageError
from grader.render.layout import counted
from grader.workspace import named_course


@click.command("new", short_help="Begin an exercise: files that pass learn dev check.")
@click.argument("number")
@click.argument("name")
def new(number: str, name: str) -> int:
    """Begin an exercise in this course: stub, reference, suite, a wrong and two right answers.

    They are a whole small exercise that learn dev check accepts: change one thing after the other.
    With learn --course PATH a course begins in the folder PATH. No file is ever overwritten.
    """
    from grader.proof.fresh import start_exercise

    named = named_course(flag())
    root = named or chosen_course().root
    if root == bundled_course().root and not (root / "pyproject.toml").is_file():
        raise UsageError(
            f"the course in {root} is the installed one",
            "an update would take your exercise away",
            f"learn --course PATH dev new {number} {name}    with a folder of yours",
        )
    for path in start_exercise(root, number, name):
        click.echo(f"wrote {root / path}")
    course = f"--course {root} " if named else ""
    click.echo(f"next: learn {course}dev check {int(number):02d}")
    return 0


@click.command("pack", short_help="Prove the course and pack it into one archive.")
@click.option("--name", default="", help="Of the archive.  [the course's folder]")
@click.option(
    "--output", "folder", type=click.Path(path_type=Path, file_okay=False), default="releases",
    show_default=True, help="The folder of the archives and their numbers.",
)  # fmt: skip
@click.option("--no-check", is_flag=True, help="Pack it unproven.")
@click.pass_context
def pack(context: click.Context, name: str, folder: Path, no_check: bool) -> int:
    """Prove the course as dev check --fast does, then pack it: NAME-course-NUMBER.zip.

    Whoever unzips it works with it by learn --course FOLDER. The same course makes the same bytes
    and keeps its number; a change gets the next one. Nothing is packed when something was found.
    """
    from grader.release.making import pack as write_course

    course = chosen_course()
    if not no_check:
        from grader.cli.dev import check

        code: int = context.invoke(check, fast=True)
        if code:
            click.echo("nothing was packed; learn dev pack --no-check packs it all the same")
            return code
    made = write_course(course, folder, name)
    click.echo(f"{made.path}   {counted(made.exercises, 'exercise')}")
    click.echo(f"release {made.release.number} of {made.release.name}, {made.release.digest}")
    click.echo(f"next: unzip it, then: learn --course {made.release.name} init FOLDER")
    return 0
