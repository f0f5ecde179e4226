"""GitHub Classroom: a folder of repositories, ``assignment-login/``, as its tools clone them.

Nothing of a repository's history is read, for git would follow the settings that a student put
there: so there is no time of handing in.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.class_report import Student
from grader.intake.records import Entry
from grader.intake.taking import Taking

TITLE = "a folder of repositories"


def fits(folder: Path) -> bool:
    """Whether most folders in it are repositories."""
    inside = [item for item in folder.iterdir() if item.is_dir() and not item.is_symlink()]
    repositories = [item for item in inside if (item / ".git").exists()]
    return bool(repositories) and 2 * len(repositories) > len(inside)


def read(entries: Sequence[Entry], taking: Taking) -> None:
    """Takes the files of each repository; what its name has before the login is left out."""
    repositories = sorted({entry.folders[0] for entry in entries if entry.folders})
    assignment = _assignment(repositories)
    for entry in entries:
        if not entry.folders:
            taking.refuse(entry, "it lies in no repository")
            continue
        login = entry.folders[0][len(assignment) :]
        student = Student(login, ids=(("github", login),))
        taking.student(student)
        taking.take(entry, student)


def _assignment(repositories: list[str]) -> str:
    """``week-1-`` of week-1-ann and week-1-ben: what all names share, up to a hyphen."""
    if len(repositories) < 2:
        return ""
    shared = _shared(repositories[0], repositories[-1])
    return shared[: shared.rfind("-") + 1]


def _shared(first: str, last: str) -> str:
    """What the first and the last of sorted names begin with, and so all between them."""
    length = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    return first if length is None else first[:length]
