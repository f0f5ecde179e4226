"""A learner's folder: where their files are, and the way of a fresh one into it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.catalog import Course, Exercise
from grader.errors import UsageError


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

    Returns the files written and the files kept.
    """
    folder = root / "exercises"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made", str(error.strerror)) from None
    written, kept = [], []
    for exercise in course.exercises:
        target = folder / f"{exercise.slug}.py"
        try:
            with target.open("xb") as file:
                file.write(exercise.stub.read_bytes())
            written.append(target)
        except FileExistsError:
            kept.append(target)
        except OSError as error:
            raise UsageError(f"{target} cannot be written", str(error.strerror)) from None
    return written, kept
