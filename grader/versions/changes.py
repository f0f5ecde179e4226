"""Reset, restore, undo: a learner's file is replaced only after what was in it has been kept.

The event with the old text is written first. A process that is killed in between leaves an event
of a change that did not happen, and `undo` finds the old text in the file: nothing is lost.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.catalog import Exercise
from grader.errors import UsageError
from grader.progress.events import Event, Kind
from grader.progress.store import Progress, digest
from grader.progress.texts import as_bytes, as_text
from grader.versions.files import present, replace
from grader.versions.history import number_of

REPLACING = (Kind.RESET, Kind.RESTORED, Kind.UPDATED)  # what `undo` takes back


@dataclass(frozen=True)
class File:
    """A learner's file: of which exercise, where, and how messages call it."""

    exercise: Exercise
    path: Path
    shown: str


@dataclass(frozen=True)
class Refused:
    """A change that was not taken back, because the file changed after it."""

    file: File
    kind: Kind
    before: int  # the version from before the change
    now: int  # the version that is in the file, kept just now


@dataclass(frozen=True)
class Undone:
    """What `undo` did."""

    kind: Kind
    files: tuple[File, ...]
    refused: tuple[Refused, ...]


def put(
    progress: Progress,
    file: File,
    new: bytes,
    kind: Kind,
    data: dict[str, Any] | None = None,
    batch: str = "",
) -> Event | None:
    """Replaces the file, its text kept as a version; None where it holds the new bytes already.

    Args:
        progress: keeps what was in the file.
        file: to be replaced, or made.
        new: what it is to hold.
        kind: why.
        data: what the event says beside ``after``, the digest of the new text.
        batch: the same for all changes that are to be undone together.

    Raises UsageError when the file is no ordinary one or cannot be written; it is as it was then.
    """
    before = present(file.path, file.shown)
    if before == new:
        return None
    data = {**(data or {}), "after": digest(as_text(new))}
    event = Event(kind, file.exercise.slug, data, batch=batch)
    (event,) = progress.add(event, text=None if before is None else as_text(before))
    try:
        replace(file.path, new, before, file.shown)
    except UsageError:  # it did not come about, so there is nothing to undo
        with contextlib.suppress(UsageError):
            progress.add(Event(Kind.UNDONE, event.slug, {"of": event.id}))
        raise
    return event


def save(progress: Progress, file: File) -> str:
    """Keeps the file as it is now as a version, if it is none yet; its digest, empty for no file.

    Raises UsageError as `put` does.
    """
    now = present(file.path, file.shown)
    if now is None:
        return ""
    name = digest(as_text(now))
    if all(event.text != name for event in progress.events(file.exercise.slug)):
        progress.add(Event(Kind.SAVED, file.exercise.slug), text=as_text(now))
    return name


def undo(progress: Progress, file_of: Callable[[str], File | None]) -> Undone:
    """Takes back the last command that replaced files and was not taken back yet.

    A file that was changed after it is left alone, and what is in it is kept as a version.

    Args:
        progress: of the workspace.
        file_of: the file of an exercise's slug; None for one that the course no longer has.

    Raises UsageError when there is nothing to take back.
    """
    group = [
        (event, file)
        for event in _last(progress.events())
        if (file := file_of(event.slug)) is not None
    ]
    if not group:
        raise UsageError(
            "there is nothing to undo",
            "no file was replaced by reset, restore or update",
            "learn history 03    shows every version of a file",
        )
    files, refused = [], []
    for event, file in group:
        no = _take_back(progress, event, file)
        if no is None:
            files.append(file)
        else:
            refused.append(no)
    return Undone(group[0][0].kind, tuple(files), tuple(refused))


def _last(events: Sequence[Event]) -> list[Event]:
    """The changes of the last command that are still to be undone."""
    undone = {event.data.get("of") for event in events if event.kind is Kind.UNDONE}
    changes = [e for e in events if e.kind in REPLACING and e.text and e.id not in undone]
    if not changes:
        return []
    last = changes[-1]
    return [e for e in changes if e is last or (last.batch and e.batch == last.batch)]


def _take_back(progress: Progress, event: Event, file: File) -> Refused | None:
    now = present(file.path, file.shown)
    name = "" if now is None else digest(as_text(now))
    if now is not None and name not in (event.text, event.data.get("after")):
        save(progress, file)
        events = progress.events(event.slug)
        before, saved = number_of(events, event.text), number_of(events, name)
        return Refused(file, event.kind, before, saved)
    old = as_bytes(progress.text(event.text))
    undone = Event(Kind.UNDONE, event.slug, {"of": event.id, "after": event.text})
    # A stub that came by this very change is to be had from the course; any other text is kept.
    stub = event.kind is not Kind.RESTORED and name == event.data.get("after")
    progress.add(undone, text=None if now is None or stub else as_text(now))
    if now != old:
        replace(file.path, old, now, file.shown)
    return None
