"""What a workspace has kept, without opening a store that is not there yet (or loading SQLite)."""

from __future__ import annotations

from pathlib import Path

from grader.progress.events import Event

FOLDER = ".learn"
FILE = "progress.db"


def store_of(root: Path) -> Path:
    """Where a workspace's store is, or would be."""
    return root / FOLDER / FILE


def events_of(root: Path) -> list[Event]:
    """The events of a workspace in order of time; none, and nothing made, where none was kept yet.

    Raises NotKept when there is a store that cannot be read.
    """
    if not store_of(root).exists():
        return []
    from grader.progress.store import Progress

    with Progress(root) as progress:
        return progress.events()
