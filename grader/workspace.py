"""A learner's folder: where their files are, and the way of a fresh one into it.

``.learn/course.json`` remembers which stubs the learner was given, by digest: so a file that is
still as it was given can be told from one that they worked on, whatever course is installed now. It
remembers where their course is, too, unless it is the one that comes with the grader.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from grader import __version__
from grader.catalog import Course, Exercise, bundled_course
from grader.errors import CourseError, UsageError
from grader.whole import write_whole

RECORD = Path(".learn") / "course.json"
LARGEST = 1 << 20  # bytes of the record
_NO_RECORD = (OSError, ValueError, LookupError, AttributeError, TypeError, RecursionError)
VARIABLE = "LEARN_COURSE"
RELEASE = "release.json"  # beside a course's folders, where it was packed: its name and number


class Workspace(NamedTuple):
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

    ``release``: of the course that gave them, empty if unknown; ``stubs``: digest by slug;
    ``course``: the course's folder, empty for the one that comes with the grader.
    """

    release: str = ""
    stubs: dict[str, str] = field(default_factory=dict)
    course: str = ""


def given(root: Path) -> Given:
    """What a workspace remembers of its stubs; nothing where there is no such record."""
    path = root / RECORD
    with contextlib.suppress(*_NO_RECORD):
        if not path.is_file() or path.stat().st_size > LARGEST:
            return Given()
        text = path.read_text("utf-8")
        import json  # a list where there is no record need not have it

        data = json.loads(text)
        stubs = {str(slug): str(name) for slug, name in data["stubs"].items()}
        return Given(str(data["release"]), stubs, str(data.get("course", "")))
    return Given()


def remember(root: Path, record: Given) -> None:
    """Writes the record, whole or not at all.

    Raises UsageError when the folder cannot be written to.
    """
    import json

    path = root / RECORD
    data = {"format": 1, "release": record.release, "stubs": record.stubs}
    text = json.dumps(data | ({"course": record.course} if record.course else {}), indent=1)
    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, [text.encode()])
    except OSError as error:
        raise UsageError(f"{path} cannot be written", str(error.strerror)) from None


def digest_of(data: bytes) -> str:
    """The name of a stub's bytes."""
    import hashlib  # OpenSSL costs 10 ms, which finding a workspace need not pay

    return hashlib.sha256(data).hexdigest()


def named_course(named: Path | None = None) -> Path | None:
    """The course's folder that a caller names, else the environment; None where neither does."""
    variable = os.environ.get(VARIABLE)
    if named is None and not variable:
        return None
    return (named or Path(variable or "")).expanduser().resolve()


def course_at(
    named: Path | None = None, start: Path | None = None, *, remembered: bool = True
) -> Course:
    """The course to work with: the one named, else the workspace's own, else the bundled one.

    Args:
        named: by the caller; before the environment.
        start: where to look for a workspace; the current folder if left out.
        remembered: whether to ask the workspace. A suite runs with the rights of who grades, so
            where the folder may be someone else's, it has no say in which one that is.

    Raises UsageError when there is no course in the folder that was named or remembered, or the
    one remembered came along with the workspace.
    """
    root = named_course(named)
    if root is not None:
        return _course(root, "learn --course PATH    names its folder")
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents) if remembered else ():
        if (folder / RECORD).is_file():
            own = given(folder).course
            return _remembered(Path(own), folder) if own else bundled_course()
    return bundled_course()


def _remembered(root: Path, folder: Path) -> Course:
    """The course that a workspace names, unless a stranger may have put both there at once."""
    if not root.is_absolute() or root.resolve().is_relative_to(folder):
        raise UsageError(
            f"{folder} names a course inside itself",
            f"{root}: its suites would run with your rights",
            "learn --course PATH ...    works with it, if you trust it",
        )
    return _course(root, f"learn --course PATH init {folder}    where it has moved to PATH")


def release_of(course: Course) -> str:
    """The course's release: its own where it was packed, else the grader's."""
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
        text = (course.root / RELEASE).read_text("utf-8")
        import json

        return str(json.loads(text)["release"])
    return __version__


def _course(root: Path, next_step: str) -> Course:
    try:
        return Course(root)
    except CourseError as error:
        raise UsageError(error.what, error.found, next_step) from None


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
        f"{init_command(course)}    copies them into this folder",
    )


def init_command(course: Course) -> str:
    """What to type for a workspace of this course."""
    import shlex

    own = course.root.resolve() != bundled_course().root
    return f"learn --course {shlex.quote(str(course.root))} init" if own else "learn init"


def start_workspace(course: Course, root: Path) -> tuple[list[Path], list[Path]]:
    """Copies the stubs that are not there yet; never touches a file that is.

    Returns the files written and the files kept. Raises UsageError when the folder cannot be
    written to.
    """
    folder = root / "exercises"
    record = given(root)
    _take_course(course, root, record)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made", str(error.strerror)) from None
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
    record.release = record.release or release_of(course)
    remember(root, record)
    return written, kept


def _take_course(course: Course, root: Path, record: Given) -> None:
    """Notes whose workspace it is. Raises UsageError when it is another course's already."""
    bundled = bundled_course().root
    own = "" if course.root.resolve() == bundled else str(course.root.resolve())
    before = Path(record.course) if record.course else bundled
    if record.stubs and record.course != own and (before / "exercises").is_dir():
        shared = {e.slug for e in course.exercises} & set(record.stubs)
        if 2 * len(shared) < len(record.stubs):  # else it is the same course, moved or newer
            raise UsageError(
                f"{root} holds exercises of another course",
                f"it is in {before}",
                "give each course a folder of its own: learn --course PATH init FOLDER",
            )
    record.course = own
