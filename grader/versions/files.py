"""A learner's file read and replaced whole: bytes in, bytes out, never half of either."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path

from grader.errors import UsageError
from grader.submission import read_bytes

_SUFFIX = ".learn"  # of temporary files: no editor's
_STALE = 60.0  # seconds


def present(path: Path, shown: str) -> bytes | None:
    """What is in the file; None where there is none.

    Raises UsageError when it is a link, a folder, or too large to be kept.
    """
    if not os.path.lexists(path):
        return None
    return read_bytes(path, shown)


def replace(path: Path, new: bytes, expected: bytes | None, shown: str) -> None:
    """The file holds the new bytes afterwards, or is as it was: a temporary file takes its name.

    Args:
        path: of the file; its permissions stay.
        new: what it is to hold.
        expected: what it held when the caller looked; None for no file.
        shown: how messages call it.

    Raises UsageError when the folder cannot be written to, or when the file has changed meanwhile.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        number, temporary = tempfile.mkstemp(_SUFFIX, f".{path.name}.", path.parent)
        with os.fdopen(number, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        if present(path, shown) != expected:  # an editor may save at any time
            raise UsageError(f"{shown} changed a moment ago", "nothing was replaced", "try again")
        Path(temporary).replace(path)
        temporary = ""
        _settle(path.parent)
    except OSError as error:
        raise UsageError(
            f"{shown} cannot be written", str(error.strerror or error), "it is as it was"
        ) from None
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _sweep(path: Path) -> None:
    """Removes what a killed process left beside the file; a living one is done in a moment."""
    for left in path.parent.glob(f".{path.name}.*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE:
                left.unlink()


def _mode(path: Path) -> int:
    """The permissions of the file, or those that a new one gets here."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _settle(folder: Path) -> None:
    """The new name outlasts a power cut, where the system can promise that of a folder."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
