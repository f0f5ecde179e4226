"""`learn read`: the lesson of an exercise."""

from __future__ import annotations

import ast
import os
import sys
from contextlib import suppress

import click

from grader.catalog import Course, Exercise, bundled_course
from grader.cli.place import Place, name_argument
from grader.errors import UsageError
from grader.render.layout import counted
from grader.render.lesson import render_lesson
from grader.render.look import look_of
from grader.versions.stubs import stub_of
from grader.workspace import Workspace, find_workspace


@click.command("read", short_help="Read the lesson of an exercise.")
@name_argument()
@click.option("--plain", is_flag=True, help="No colour.")
def command(name: str | None, plain: bool) -> int:
    """Read the lesson of an exercise: the text at the top of its file, set for this screen."""
    course = bundled_course()
    workspace = None
    if name:
        with suppress(UsageError):  # the lesson can be read anywhere
            workspace = find_workspace(course)
        exercise = course.find(name)
    else:
        workspace = find_workspace(course)
        exercise = Place(course, workspace).exercise(None)
    look = look_of(sys.stdout, os.environ, plain=plain)
    text = render_lesson(
        lesson(exercise, workspace),
        (f"{exercise.number} {exercise.title}", _facts(course, exercise, workspace)),
        width=look.width,
        color=look.color,
        encoding=look.encoding,
    )
    click.echo(text, nl=False, color=look.color)
    click.echo(f"\nlearn open {exercise.number}    opens your file")
    return 0


def lesson(exercise: Exercise, workspace: Workspace | None) -> str:
    """The text of the stub as the course gave it, whatever the learner has made of the file."""
    if workspace is not None and workspace.is_course(exercise):
        with suppress(UsageError, SyntaxError, ValueError):
            return ast.get_docstring(ast.parse(stub_of(exercise, workspace))) or ""
    return exercise.prompt


def _facts(course: Course, exercise: Exercise, workspace: Workspace | None) -> str:
    place = len([e for e in course.exercises if e.slug <= exercise.slug])
    file = workspace.shown(exercise) if workspace else f"exercises/{exercise.slug}.py"
    minutes = counted(exercise.settings.minutes, "minute")
    return f"exercise {place} of {len(course.exercises)}, about {minutes}   {file}"
