"""The store's file on its drive: opened where the drive can do less, copied, what is in the way."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from grader.journal import names_a_file

_ROOM = 1 << 16  # bytes that SQLite needs on the drive for its log and that log's index
_WAIT = 10.0  # seconds for another process that writes


def connected(path: Path) -> sqlite3.Connection:
    """The open file; where the drive has no shared memory, for this process alone.

    Raises sqlite3.DatabaseError where its journal would have another file deleted.
    """
    if names_a_file(path):
        raise sqlite3.DatabaseError("its journal names another file, which is none of ours")
    database = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        database.execute("pragma user_version")
    except sqlite3.OperationalError:
        database.execute("pragma locking_mode = exclusive")
    except BaseException:
        database.close()
        raise
    return database


def obstacle(path: Path) -> str:
    """Why nothing can be written to a store, as far as its drive can tell; empty for no reason."""
    folder = path.parent
    if not all(os.access(p, os.W_OK) for p in (folder, path) if p.exists()):
        return "it is read-only here"
    if hasattr(os, "statvfs"):
        drive = os.statvfs(folder)
        if drive.f_blocks and drive.f_bavail * drive.f_frsize < _ROOM:
            return "the drive is full"
    return ""


def copied(path: Path, target: Path) -> Path:
    """Copies a store, with what SQLite keeps beside it, to another place; gives that place."""
    import shutil

    beside = ("-wal",) if names_a_file(path) else ("-wal", "-journal")
    for suffix in ("", *beside):  # the index of the log, -shm, is made anew
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(f"{path}{suffix}", f"{target}{suffix}")
    return target
