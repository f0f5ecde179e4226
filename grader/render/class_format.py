"""What an output format of a class is, and how its files reach the disk: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.class_report import ClassReport
from grader.errors import UsageError

File = tuple[str, Iterable[str]]
"""A file's name below the output, empty where the output is the file; and its text in pieces."""


@dataclass(frozen=True)
class ClassFormat:
    """A format: turns a class into files. ``folder``: the output is a folder with many of them.

    ``render`` is given a record that holds only what a student may see.
    """

    render: Callable[[ClassReport], Iterator[File]]
    folder: bool = False


def check_output(format: ClassFormat, output: Path) -> None:
    """Raises UsageError where the output could not be written in the end: better told before."""
    if format.folder:
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


def write(format: ClassFormat, report: ClassReport, output: Path) -> None:
    """Writes each file of the format once, atomically: a reader sees the old or the new one.

    Raises UsageError when it cannot be written.
    """
    try:
        if format.folder:
            output.mkdir(exist_ok=True)
        for name, pieces in format.render(report):
            _write_file(output / name if format.folder else output, pieces)
    except OSError as error:
        raise UsageError(
            f"{output} cannot be written", str(error.strerror), "the gradebook keeps all results"
        ) from None


def _write_file(path: Path, pieces: Iterable[str]) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece.encode("utf-8", "backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
