"""SQLite's journal beside a database, where somebody else may have put it.

A journal whose end names a further file makes SQLite delete that file as soon as the database is
opened: a transaction over several databases leaves such a one. Ours never span two.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

BESIDE = ("-wal", "-shm", "-journal")  # ends of the names of what SQLite keeps beside a database
_MAGIC = bytes.fromhex("d9d505f920a163d7")


def names_a_file(database: Path) -> bool:
    """Whether a database's journal names a further file: then it must not be opened."""
    journal = Path(f"{database}-journal")
    with contextlib.suppress(OSError):
        if not journal.is_file():
            return journal.exists()  # a device or a FIFO is no journal of ours
        with journal.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - len(_MAGIC)))
            return size > len(_MAGIC) and file.read() == _MAGIC
    return False
