"""A newer course comes into a workspace: what was not worked on is replaced, the rest is kept.

The three texts that decide are the stub that the learner was given, the learner's file, and the
stub of the course installed now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader import __version__
from grader.catalog import Course, Exercise
from grader.errors import UsageError
from grader.progress.events import Event, Kind, new_id
from grader.progress.store import NotKept, Progress
from grader.progress.texts import as_text
from grader.versions.changes import File, put
from grader.versions.files import present
from grader.versions.files import replace as write
from grader.workspace import Given, Workspace, digest_of, given, remember

_SLUG = re.compile(r"\d\d_[a-z0-9_]+")


@dataclass
class Updated:
    """What `update` did; the lists hold paths as messages give them.

    ``beside``: the learner's file and the new stub put beside it.
    """

    before: str  # the release that the workspace had, empty if unknown
    now: str
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)  # of exercises that the course does not have
    refused: list[tuple[str, str]] = field(default_factory=list)  # a file, and why not
    same: int = 0


def update(course: Course, workspace: Workspace, progress: Progress) -> Updated:
    """Brings the installed course's stubs into the workspace; every file replaced can be undone.

    Raises UsageError when the workspace is the course itself or of a newer one, or cannot be
    written to.
    """
    if workspace.is_course(course.exercises[0]):
        raise UsageError(
            "this folder is the course itself", "there is nothing to copy here", "git pull"
        )
    record = given(workspace.root)
    if _older(__version__, record.release):
        raise UsageError(
            f"this folder is of release {record.release}",
            f"the course that is installed is older: {__version__}",
            "pip install --upgrade learn-torch",
        )
    done = Updated(record.release, __version__)
    batch = new_id()
    for exercise in course.exercises:
        try:
            _one(exercise, workspace, progress, record, done, batch)
        except NotKept:
            raise
        except UsageError as error:
            why = ": ".join(text for text in (error.what, error.found) if text)
            done.refused.append((workspace.shown(exercise), why))
    done.left = sorted(_left(course, workspace))
    record.release = __version__
    remember(workspace.root, record)
    return done


def _older(release: str, other: str) -> bool:
    """Whether a release came before the other, by the numbers in their names."""
    numbers = [tuple(map(int, re.findall(r"\d+", name)[:3])) for name in (release, other)]
    return numbers[0] < numbers[1]


def _one(
    exercise: Exercise,
    workspace: Workspace,
    progress: Progress,
    record: Given,
    done: Updated,
    batch: str,
) -> None:
    path, shown = workspace.file(exercise), workspace.shown(exercise)
    file = File(exercise, path, shown)
    stub = exercise.stub.read_bytes()
    new, old = digest_of(stub), record.stubs.get(exercise.slug, "")
    mine = present(path, shown)
    if mine is None:
        put(progress, file, stub, Kind.UPDATED, {"release": __version__}, batch)
        done.added.append(shown)
    elif mine == stub:
        done.same += 1
    elif digest_of(mine) == old:
        put(progress, file, stub, Kind.UPDATED, {"release": __version__}, batch)
        done.replaced.append(shown)
    elif new != old:
        done.beside.append((shown, _beside(progress, file, stub)))
    else:
        done.same += 1
    record.stubs[exercise.slug] = new


def _beside(progress: Progress, file: File, stub: bytes) -> str:
    """Puts the new stub beside the learner's file; what is there already is kept as a version."""
    beside = replace(
        file, path=file.path.with_name(f"{file.path.name}.new"), shown=f"{file.shown}.new"
    )
    there = present(beside.path, beside.shown)
    if there == stub:
        return beside.shown
    if there is not None:
        progress.add(Event(Kind.SAVED, file.exercise.slug), text=as_text(there))
    write(beside.path, stub, there, beside.shown)
    return beside.shown


def _left(course: Course, workspace: Workspace) -> Iterator[str]:
    """Files named like exercises that the course does not have."""
    slugs = {exercise.slug for exercise in course.exercises}
    for path in (workspace.root / "exercises").glob("[0-9][0-9]_*.py"):
        if _SLUG.fullmatch(path.stem) and path.stem not in slugs:
            yield workspace.shown(Exercise(path.stem, Path()))
