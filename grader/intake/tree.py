"""A folder on disk as a list of entries: links are refused, and the walk is bounded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from grader.intake.names import is_litter
from grader.intake.records import Entry, Intake, NotUnderstood, Source
from grader.submission import Unreadable, first_bytes

MOST_ENTRIES = 1_000_000
MOST_FOLDERS_DEEP = 24


def folder_entries(root: Path, shown: str, intake: Intake) -> list[Entry]:
    """The files below a folder, sorted by path; what is refused goes to ``intake``."""
    entries = []
    for path in _walk(root, "", 0, shown, intake):
        if is_litter(path):
            intake.left_out += 1
        else:
            entries.append(Entry(path, file_source(root / path, f"{shown}/{path}")))
        if len(entries) > MOST_ENTRIES:
            raise Unreadable(f"{shown} holds more than {MOST_ENTRIES:,} files")
    return entries


def file_source(path: Path, shown: str) -> Source:
    """A file on disk, read without following a link."""
    return Source(shown, partial(first_bytes, path, shown))


def _walk(root: Path, inside: str, depth: int, shown: str, intake: Intake) -> Iterator[str]:
    """Paths of ordinary files, relative to the root."""
    place = f"{shown}/{inside}".rstrip("/")
    if depth > MOST_FOLDERS_DEEP:
        intake.not_understood.append(NotUnderstood(place, "folders are nested too deep"))
        return
    try:
        with os.scandir(root / inside) as found:
            items = sorted(found, key=lambda item: item.name)
    except OSError as error:
        intake.not_understood.append(NotUnderstood(place, str(error.strerror)))
        return
    for item in items:
        path = f"{inside}{item.name}"
        if item.is_symlink():
            intake.not_understood.append(NotUnderstood(f"{shown}/{path}", "it is a link"))
        elif item.is_dir(follow_symlinks=False):
            if is_litter(f"{path}/"):
                intake.left_out += 1
            else:
                yield from _walk(root, f"{path}/", depth + 1, shown, intake)
        elif item.is_file(follow_symlinks=False):
            yield path
        else:
            intake.not_understood.append(NotUnderstood(f"{shown}/{path}", "it is no ordinary file"))
