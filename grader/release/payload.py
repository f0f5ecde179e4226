"""What every archive that grades holds: the grader and the course, started from one folder.

learn/learn          the command:  learn/learn grade ...
learn/platform       what a platform calls:  learn/platform gradescope
learn/grader/        the package, with the course inside it as in an installed one
learn/requirements.txt, learn/course.toml
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from grader.catalog import Course, Exercise
from grader.errors import Fault
from grader.release.archive import Content, Files, below, read_all, text
from grader.release.numbered import Release

PACKAGE = Path(__file__).resolve().parent.parent
SCRIPTS = Path(__file__).resolve().parent / "scripts"
RUBRIC = "course.toml"
_LITTER = ("__pycache__", ".ipynb_checkpoints")


def script(name: str, **words: str) -> Content:
    """A script of ours, each ``@WORD@`` in it replaced; executable if it begins with ``#!``."""
    found = (SCRIPTS / name).read_text("utf-8")
    for word, value in words.items():
        found = found.replace(f"@{word.upper()}@", value)
    return text(found, executable=found.startswith("#!"))


def course_files(course: Course, exercises: Sequence[Exercise], *, rights: bool) -> Files:
    """The course's own files of these exercises; ``rights``: with what only its authors need."""
    return read_all(course.root, _course_paths(course, exercises, rights))


def stubs(course: Course, exercises: Sequence[Exercise]) -> Files:
    """What learners start from, and the parts of the course."""
    parts = [course.root / "exercises" / "parts.txt"]
    paths = [exercise.stub for exercise in exercises]
    return read_all(course.root, [*paths, *(path for path in parts if path.is_file())])


def grader_files() -> Files:
    """The grader's package without a course."""
    paths = [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file()
        and path.relative_to(PACKAGE).parts[0] != "course"
        and not any(part in _LITTER for part in path.parts)
    ]
    return below("grader", read_all(PACKAGE, paths))


def requirements() -> str:
    """What pip has to install, a line each. Raises Fault where the grader is not installed."""
    try:
        lines = requires("learn-torch") or []
    except PackageNotFoundError:
        raise Fault("the grader's requirements are not known", "", "pip install -e .") from None
    return "".join(f"{line}\n" for line in sorted(lines) if "extra ==" not in line)


def payload(
    course: Course, exercises: Sequence[Exercise], release: Release, rubric: str
) -> dict[str, Content]:
    """The folder ``learn/`` of an archive."""
    files = {
        **grader_files(),
        **below("grader/course", course_files(course, exercises, rights=False)),
        "grader/course/release.json": release.record,
        "requirements.txt": text(requirements()),
        "course.toml": text(rubric),
        "learn": script("learn"),
        "platform": script("platform"),
        "start.py": script("start.py"),
        "start_platform.py": script("start_platform.py"),
    }
    return below("learn", files)


def rubric_of(exercises: Sequence[Exercise], own: Path | None) -> str:
    """The rubric that was given, else one in which each of the exercises counts, handed in or not.

    Empty where no exercises were chosen: then what was handed in is what counts.
    """
    if own is not None:
        from grader.gradebook.rubric import read_rubric

        read_rubric(own)  # refused now, and not where a class waits
        return own.read_text("utf-8")
    lines = [f"[exercises.{exercise.slug}]\n" for exercise in exercises]
    return "".join(['[rubric]\nmissing = "zero"\n\n', *lines] if lines else [])


def _course_paths(course: Course, exercises: Sequence[Exercise], rights: bool) -> Iterator[Path]:
    for exercise in exercises:
        yield from (exercise.stub, exercise.reference, exercise.suite, *exercise.wrongs)
        if rights:
            yield from exercise.rights
    for name in ("exercises/parts.txt", "solutions/policy", "tests/demo.txt"):
        path = course.root / name
        if path.is_file() and (name != "tests/demo.txt" or _demo_fits(path, exercises)):
            yield path


def _demo_fits(path: Path, exercises: Sequence[Exercise]) -> bool:
    return path.read_text("utf-8").partition(" ")[0] in {exercise.slug for exercise in exercises}
