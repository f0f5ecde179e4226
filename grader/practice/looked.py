"""A learner's file before anything is run: what it is, and what can be said at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from grader.catalog import Exercise
from grader.errors import UsageError
from grader.report import Failure, Submission
from grader.submission import Handed, Unreadable, first_look, read, read_bytes, with_earlier


@dataclass(frozen=True)
class Looked:
    """A submission and what its text alone says.

    ``failure``: why it need not be run; None when it has to be. ``root``: the workspace that keeps
    its attempts; None when they are not kept.
    """

    exercise: Exercise
    handed: Handed
    failure: Failure | None = None
    root: Path | None = None


def look(exercise: Exercise, path: Path, shown: str) -> Looked:
    """A file as the answer to an exercise; only the exercise's own file in a workspace is kept.

    Args:
        path: of the file.
        shown: how messages call it.

    Raises UsageError when there is no such file, or one that it imports from cannot be read.
    """
    root = workspace_of(exercise, path)
    try:
        handed = with_earlier(read(path, shown), path.parent, exercise)
    except Unreadable as error:
        help = "; ".join(line for line in (error.found, error.next_step) if line)
        handed = Handed("", Submission(shown, ""), data=_data(path, shown))
        return Looked(exercise, handed, Failure(error.what, help), root)
    return Looked(exercise, handed, first_look(handed.text, shown, exercise), root)


def _data(path: Path, shown: str) -> bytes:
    """What is in a file that is no text; nothing where it is no file at all."""
    try:
        return read_bytes(path, shown)
    except UsageError:
        return b""


def look_at_text(
    exercise: Exercise, text: str, shown: str, root: Path | None = None, folder: Path | None = None
) -> Looked:
    """Text that is in no file, such as a notebook's cell.

    Args:
        shown: how messages call it.
        root: the workspace that keeps the attempt.
        folder: where the learner's earlier answers are; those of ``root`` if left out.
    """
    record = Submission(shown, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    handed = Handed(text, record)
    earlier = folder or (root / "exercises" if root else Path.cwd())
    handed = with_earlier(handed, earlier, exercise)
    return Looked(exercise, handed, first_look(text, shown, exercise), root)


def workspace_of(exercise: Exercise, path: Path) -> Path | None:
    """The workspace in which a file is the learner's answer; None for any other file."""
    folder = path.parent.resolve()
    own = path.name == f"{exercise.slug}.py" and folder.name == "exercises"
    return folder.parent if own else None
