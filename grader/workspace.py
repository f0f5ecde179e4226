"""A learner's folder: where their files are, and the way of a fresh one into it.

``.learn/course.json`` remembers which stubs the learner was given, by digest: so a file that is
still as it was given can be told from one that they worked on, whatever course is installed now.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from grader import __version__
from grader.catalog import Course, Exercise
from grader.errors import UsageError

RECORD = Path(".learn") / "course.json"


@dataclass(frozen=True)
class Workspace:
    """A folder that holds ``exercises/``."""

    root: Path

    def file(self, exercise: Exercise) -> Path:
        """Where the learner's answer is, or would be."""
        return self.root / "exercises" / f"{exercise.slug}.py"

    def shown(self, exercise: Exercise) -> str:
        """The answer's path as messages give it: short from the folder the learner is in."""
        path = self.file(exercise)
        try:
            return str(path.relative_to(Path.cwd()))
        except ValueError:
            return str(path)

    def is_course(self, exercise: Exercise) -> bool:
        """Whether the learner works in the course's own folder: the stub is their file."""
        try:
            return self.file(exercise).samefile(exercise.stub)
        except OSError:
            return self.root == exercise.root


@dataclass
class Given:
    """The stubs that a workspace was given.

    ``release``: of the course that gave them, empty if unknown; ``stubs``: digest by slug.
    """

    release: str = ""
    stubs: dict[str, str] = field(default_factory=dict)


def given(root: Path) -> Given:
    """What a workspace remembers of its stubs; nothing where there is no such record."""
    with contextlib.suppress(OSError, ValueError, LookupError, AttributeError, TypeError):
        data = json.loads((root / RECORD).read_text("utf-8"))
        stubs = {str(slug): str(name) for slug, name in data["stubs"].items()}
        return Given(str(data["release"]), stubs)
    return Given()


def remember(root: Path, record: Given) -> None:
    """Writes the record, whole or not at all.

    Raises UsageError when the folder cannot be written to.
    """
    import tempfile  # brings OpenSSL with it, which finding a workspace need not pay

    path = root / RECORD
    text = json.dumps({"format": 1, "release": record.release, "stubs": record.stubs}, indent=1)
    temporary = None
    try:
        path.parent.mkdir(exist_ok=True)
        number, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise UsageError(f"{path} cannot be written", str(error.strerror)) from None


def digest_of(data: bytes) -> str:
    """The name of a stub's bytes."""
    import hashlib  # OpenSSL costs 10 ms, which finding a workspace need not pay

    return hashlib.sha256(data).hexdigest()


def find_workspace(course: Course, start: Path | None = None) -> Workspace:
    """The workspace around a folder, found by walking up.

    Raises UsageError, with the way to make one, when there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if any((folder / "exercises" / f"{e.slug}.py").exists() for e in course.exercises):
            return Workspace(folder)
    raise UsageError(
        "there are no exercises here",
        f"no folder from {here} upwards holds exercises/{course.exercises[0].slug}.py",
        "learn init    copies them into this folder",
    )


def start_workspace(course: Course, root: Path) -> tuple[list[Path], list[Path]]:
    """Copies the stubs that are not there yet; never touches a file that is.

    Returns the files written and the files kept. Raises UsageError when the folder cannot be
    written to.
    """
    folder = root / "exercises"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made", str(error.strerror)) from None
    record = given(root)
    written, kept = [], []
    for exercise in course.exercises:
        target = folder / f"{exercise.slug}.py"
        stub = exercise.stub.read_bytes()
        try:
            with target.open("xb") as file:
                file.write(stub)
            record.stubs[exercise.slug] = digest_of(stub)
            written.append(target)
        except FileExistsError:
            kept.append(target)
        except OSError as error:
            raise UsageError(f"{target} cannot be written", str(error.strerror)) from None
    record.release = record.release or __version__
    remember(root, record)
    return written, kept
