"""`learn dev new` and `learn dev pack`: a course of one's own, begun and packed."""

from __future__ import annotations

import click

from grader.catalog import bundled_course
from grader.cli.course import chosen_course, flag
from grader.errors import UsageError
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
