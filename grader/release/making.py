"""An archive of a course, made: what goes in, its number, the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.catalog import Course, Exercise, bundled_course
from grader.errors import UsageError
from grader.release.archive import Files, below, text
from grader.release.kinds import KINDS, Order, course
from grader.release.numbered import Release, numbered, write_release
from grader.release.payload import course_files, grader_files, requirements, rubric_of

NEED_IMAGE = ("prairielearn", "github")
BUNDLED = "learn-torch"


@dataclass(frozen=True)
class Wanted:
    """What was asked for besides the kind; ``exercises`` empty: all."""

    folder: Path
    name: str = ""
    exercises: Sequence[Exercise] = ()
    rubric: Path | None = None
    image: str = ""
    weak: bool = False


@dataclass(frozen=True)
class Made:
    """An archive that was written."""

    path: Path
    release: Release
    exercises: int


def make(course: Course, kind: str, wanted: Wanted) -> Made:
    """Writes an archive of that kind.

    Raises UsageError when an image is needed and not named, or it cannot be written.
    """
    if kind in NEED_IMAGE and not wanted.image:
        raise UsageError(
            f"which container image does {kind} start?",
            "make one of: learn release docker",
            f"learn release {kind} --image ghcr.io/OWNER/NAME:1",
        )
    exercises = list(wanted.exercises) or course.exercises
    rubric = rubric_of(wanted.exercises, wanted.rubric)
    parts = _parts(course, exercises, rubric)
    release = numbered(wanted.folder, wanted.name or name_of(course), parts)
    options = "--allow-weak-isolation" if wanted.weak else ""
    order = Order(course, exercises, release, rubric, options, wanted.image)
    path = write_release(wanted.folder, release, kind, KINDS[kind](order))
    return Made(path, release, len(exercises))


def pack(whole: Course, folder: Path, name: str = "") -> Made:
    """Writes the whole course as an archive, for authors and staff."""
    release = numbered(folder, name or name_of(whole), _parts(whole, whole.exercises, ""))
    order = Order(whole, whole.exercises, release)
    path = write_release(folder, release, "course", course(order))
    return Made(path, release, len(whole.exercises))


def name_of(course: Course) -> str:
    """What a course is called: its folder's name."""
    root = course.root.resolve()
    return BUNDLED if root == bundled_course().root else root.name


def _parts(course: Course, exercises: Sequence[Exercise], rubric: str) -> Files:
    """All that any kind may be made of: what a release's number stands for."""
    return {
        **below("course", course_files(course, exercises, rights=True)),
        **grader_files(),
        "requirements.txt": text(requirements()),
        "course.toml": text(rubric),
    }
