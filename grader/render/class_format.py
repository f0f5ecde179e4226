"""What an output format of a class is, and how its files reach the disk: whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from grader.class_report import ClassReport, ExerciseHead
from grader.errors import UsageError
from grader.whole import write_whole

File = tuple[str, Iterable[str]]
"""A file's name below the output, empty where the output is the file; and its text in pieces."""


VISIBILITIES = ("visible", "hidden", "after_due_date", "after_published")
"""When a platform shows a hidden case's outcome to a student, in Gradescope's words."""


@dataclass(frozen=True)
class Settings:
    """What a format may be told besides the class.

    ``fill`` is the platform's own export, to be filled in; ``column`` the title of the column in
    it that takes the total; ``now`` the time of writing, where a format needs one; ``tell`` hears
    what the staff should know of the output, a line at a time.
    """

    fill: Path | None = None
    column: str = ""
    visibility: str = VISIBILITIES[0]
    now: datetime = datetime(1970, 1, 1, tzinfo=timezone.utc)
    tell: Callable[[str], None] = lambda line: None


SETTINGS = Settings()


@dataclass(frozen=True)
class ClassFormat:
    """A format: turns a class into files.

    ``render`` is given a record that holds only what a student may see. ``folder``: the output is
    a folder with many files. ``single``: the ends of names that make it one file of a class of
    one student. ``check`` raises UsageError where the settings do not fit the class, before any of
    it is graded; ``fills``: it needs an export to fill in.
    """

    render: Callable[[ClassReport, Settings], Iterator[File]]
    folder: bool = False
    single: tuple[str, ...] = ()
    fills: bool = False
    check: Callable[[tuple[ExerciseHead, ...], Settings], None] = lambda heads, settings: None

    def is_single(self, output: Path) -> bool:
        """Whether the output is the one file of one student, by its name."""
        return output.name.endswith(self.single) if self.single else False


def check_settings(format: ClassFormat, name: str, settings: Settings) -> None:
    """Raises UsageError where a format lacks the export that it fills in, or has one for nothing.

    An export is also refused where it is a folder or is not there.
    """
    if format.fills and settings.fill is None:
        raise UsageError(
            f"{name} fills in a CSV that you exported",
            "and none is named",
            f"--format {name}=EXPORT.csv --output FILLED.csv",
        )
    if settings.fill is not None and not format.fills:
        raise UsageError(
            f"{name} fills in no file", f"{settings.fill} is named", f"--format {name}"
        )
    if settings.fill is not None and not settings.fill.is_file():
        raise UsageError(f"there is no file {settings.fill}")


def check_single(format: ClassFormat, output: Path, students: int) -> None:
    """Raises UsageError where one student's file is wanted of a class of another size."""
    if format.is_single(output) and students != 1:
        raise UsageError(
            f"{output} is a file for one student",
            f"the class has {students}",
            f"name a folder: --output {output.with_suffix('')}",
        )


def check_output(format: ClassFormat, output: Path) -> None:
    """Raises UsageError where the output could not be written in the end: better told before."""
    if format.folder and not format.is_single(output):
        if output.exists() and not output.is_dir():
            raise UsageError(f"{output} is a file", "this format is a folder of files")
        parent = output if output.is_dir() else output.absolute().parent
    else:
        if output.is_dir():
            raise UsageError(f"{output} is a folder", "this format is one file")
        parent = output.absolute().parent
    if not parent.is_dir():
        raise UsageError(f"there is no folder {parent}", "", f"mkdir -p {parent}")
    if not os.access(parent, os.W_OK):
        raise UsageError(f"nothing can be written in {parent}")


def write(
    format: ClassFormat, report: ClassReport, output: Path, settings: Settings = SETTINGS
) -> None:
    """Writes each file of the format once, atomically: a reader sees the old or the new one.

    Raises UsageError when it cannot be written, or when it is one student's and there are others.
    """
    single = format.is_single(output)
    if single:
        check_single(format, output, sum(1 for _ in report.students))
    try:
        if format.folder and not single:
            output.mkdir(exist_ok=True)
        for name, pieces in format.render(report, settings):
            if not single:
                _write_file(output / name if format.folder else output, pieces)
            elif name.endswith(output.suffix):
                _write_file(output, pieces)
    except OSError as error:
        raise UsageError(
            f"{output} cannot be written", str(error.strerror), "the gradebook keeps all results"
        ) from None


def _write_file(path: Path, pieces: Iterable[str]) -> None:
    path.parent.mkdir(exist_ok=True)
    write_whole(path, (piece.encode("utf-8", "backslashreplace") for piece in pieces))
