"""Where a learner is: their workspace, what it kept, the current exercise, and the ways onward."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.catalog import Course, Exercise
from grader.errors import UsageError
from grader.progress.events import Event, Kind
from grader.progress.kept import events_of
from grader.progress.standing import Standing, current, following, standings
from grader.workspace import Workspace, find_workspace


@dataclass(frozen=True)
class Place:
    """A workspace and what was kept in it when it was looked at."""

    course: Course
    workspace: Workspace
    events: tuple[Event, ...]

    @cached_property
    def slugs(self) -> list[str]:
        """The course's exercises in order."""
        return [exercise.slug for exercise in self.course.exercises]

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """Of every exercise of the course, in its order."""
        known = standings(self.events)
        return {slug: known.get(slug) or Standing(slug) for slug in self.slugs}

    @property
    def current(self) -> Exercise | None:
        """Where the learner is; None when all are done."""
        return self._exercise(current(self.slugs, self.events))

    @property
    def following(self) -> Exercise | None:
        """Where `learn next` goes; None when all others are done."""
        return self._exercise(following(self.slugs, self.events))

    @property
    def passed(self) -> tuple[int, int]:
        """How many exercises of the course are passed, and how many there are."""
        done = sum(standing.first_pass is not None for standing in self.standings.values())
        return done, len(self.slugs)

    def line(self, exercise: Exercise) -> str:
        """An exercise with its file, as a screen names it."""
        return f"{exercise.number} {exercise.title}    {self.workspace.shown(exercise)}"

    def record(self, kind: Kind, exercise: Exercise, **data: object) -> Place:
        """Keeps that something happened; the place as it is afterwards. Raises NotKept."""
        from grader.progress.store import Progress

        event = Event(kind, exercise.slug, data)
        with Progress(self.workspace.root) as progress:
            progress.add(event)
        return Place(self.course, self.workspace, (*self.events, event))

    def _exercise(self, slug: str | None) -> Exercise | None:
        return None if slug is None else self.course.exercises[self.slugs.index(slug)]


def place_of(course: Course, start: Path | None = None) -> Place:
    """The place around a folder, found by walking up.

    Raises UsageError where no workspace is, NotKept where its store cannot be read.
    """
    workspace = find_workspace(course, start)
    return Place(course, workspace, tuple(events_of(workspace.root)))


def named_or_current(course: Course, name: str | None, command: str) -> Exercise:
    """The exercise of that name; without one, the learner's current one.

    Raises UsageError, with ``command`` and a name, where that cannot be said.
    """
    if name:
        return course.find(name)
    first = course.exercises[0].number
    try:
        exercise = place_of(course).current
    except UsageError as error:
        raise UsageError(error.what, error.found, f"{command} {first}    names one") from None
    if exercise is None:
        raise UsageError(
            f"all {len(course.exercises)} exercises are done", "", f"{command} {first}    names one"
        )
    return exercise
