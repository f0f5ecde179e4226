"""`learn release`: the course as archives for learners and for the platforms that grade."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.course import chosen_course
from grader.cli.place import exercise_names
from grader.render.layout import counted

WHAT_NEXT = {
    "student": "give it to your students",
    "gradescope": "upload it under Configure Autograder",
    "prairielearn": "unzip it in your PrairieLearn course",
    "github": "unzip it into your assignment's template repository",
    "docker": "unzip it, then: docker build -t IMAGE .",
}


@click.command("release", short_help="Make archives of the course for learners and platforms.")
@click.argument("kind", type=click.Choice(list(WHAT_NEXT)))
@click.option(
    "--exercise", "names", multiple=True, metavar="EXERCISE", shell_complete=exercise_names,
    help="This one alone; repeatable.  [all]",
)  # fmt: skip
@click.option("--name", default="", help="Of the release.  [the course's folder]")
@click.option(
    "--output", "folder", type=click.Path(path_type=Path, file_okay=False), default="releases",
    show_default=True, help="The folder of the archives and their numbers.",
)  # fmt: skip
@click.option(
    "--rubric", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A course.toml that platforms mark by.",
)  # fmt: skip
@click.option("--image", default="", help="The container image of prairielearn and github.")
@click.option(
    "--allow-weak-isolation", "weak", is_flag=True,
    help="Grade even where the platform's containers cannot isolate a submission.",
)  # fmt: skip
def command(
    kind: str,
    names: tuple[str, ...],
    name: str,
    folder: Path,
    rubric: Path | None,
    image: str,
    weak: bool,
) -> int:
    """Make an archive of the course: NAME-KIND-NUMBER.zip.

    student holds the stubs and the public examples alone. gradescope, prairielearn, github and
    docker hold what the platform needs to grade. The same course gets the same number and the same
    bytes; a change gets the next number.
    """
    from grader.release.making import Wanted, make

    course = chosen_course()
    exercises = list({e.slug: e for e in map(course.find, names)}.values())
    exercises.sort(key=lambda exercise: exercise.slug)
    made = make(course, kind, Wanted(folder, name, exercises, rubric, image, weak))
    click.echo(f"{made.path}   {counted(made.exercises, 'exercise')}")
    click.echo(f"release {made.release.number} of {made.release.name}, {made.release.digest}")
    click.echo(f"next: {WHAT_NEXT[kind]}")
    return 0
