"""Where a command works: the course, the workspace around the learner, the exercise they named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from grader.catalog import Course, Exercise
from grader.cli.course import chosen_course
from grader.errors import UsageError
from grader.progress.events import Event
from grader.progress.kept import events_of
from grader.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from grader.progress.store import Progress
    from grader.progress.way import Way
    from grader.versions.changes import File


class Place(NamedTuple):
    """The course and the learner's workspace."""

    course: Course
    workspace: Workspace

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """The workspace's progress, closed afterwards.

        Raises NotKept when it cannot be read or written.
        """
        from grader.progress.store import Progress  # SQLite, which not every command needs

        with Progress(self.workspace.root) as progress:
            yield progress

    def events(self, slug: str | None = None) -> list[Event]:
        """What was kept here, or of one exercise; nothing is made where nothing was kept yet.

        Raises NotKept when it cannot be read.
        """
        return [e for e in events_of(self.workspace.root) if slug in (None, e.slug)]

    def exercise(self, name: str | None) -> Exercise:
        """The exercise of that name, or the one that the learner is at.

        Raises UsageError when there is none of that name, or when all are done.
        """
        if name:
            return self.course.find(name)
        at = self.way().current
        if at is None:
            raise UsageError("which exercise?", "all of them are done", "learn list    shows them")
        return self.course.find(at)

    def way(self) -> Way:
        """How far the learner is. Raises NotKept when that cannot be read."""
        from grader.progress.way import Way

        return Way([exercise.slug for exercise in self.course.exercises], self.events())

    def file(self, exercise: Exercise) -> File:
        """The learner's file of an exercise."""
        from grader.versions.changes import File

        return File(exercise, self.workspace.file(exercise), self.workspace.shown(exercise))

    def file_of(self, slug: str) -> File | None:
        """The learner's file of that slug; None for an exercise that the course no longer has."""
        return next((self.file(e) for e in self.course.exercises if e.slug == slug), None)


def place() -> Place:
    """The place of this command.

    Raises UsageError, with the way to make one, where there is no workspace.
    """
    course = chosen_course()
    return Place(course, find_workspace(course))


def exercise_names(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Names of exercises that go on from what was typed, for the shell: 03_matmul or matmul."""
    from click.shell_completion import CompletionItem

    slugs = [exercise.slug for exercise in chosen_course(context).exercises]
    names = slugs if incomplete[:1].isdigit() or not incomplete else [slug[3:] for slug in slugs]
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def name_argument(required: bool = False, metavar: str = "EXERCISE") -> Callable[..., Any]:
    """The argument that names one exercise, completed by the shell."""
    return click.argument(
        "name",
        required=required,
        metavar=metavar if required else f"[{metavar}]",
        shell_complete=exercise_names,
    )
