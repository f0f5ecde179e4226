"""The gradebook: one SQLite file with a row for each thing graded, named by its content.

A row is named by all that decides it, so the same file of two students is graded once, and a second
run grades only what has no row. Each row is committed as it comes: whatever ends a run, what was
graded stays. Rows hold the report as text, without times, so equal input gives equal rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from grader.errors import Fault, UsageError
from grader.journal import names_a_file

SCHEMA = 1
APPLICATION = 0x4C524E47  # "LRNG": tells a gradebook from any other SQLite file
GRADED, TIMEOUT, FAULT, UNAVAILABLE = "graded", "timeout", "fault", "unavailable"
FINAL = (GRADED, TIMEOUT)  # what was decided by the submission itself

_TABLE = """
CREATE TABLE IF NOT EXISTS graded (
    submission TEXT NOT NULL, exercise TEXT NOT NULL, suite TEXT NOT NULL, torch TEXT NOT NULL,
    device TEXT NOT NULL, seed INTEGER NOT NULL,
    state TEXT NOT NULL, report TEXT NOT NULL, seconds REAL NOT NULL,
    PRIMARY KEY (submission, exercise, suite, torch, device, seed)
) WITHOUT ROWID
"""
_WHERE = "submission=? AND exercise=? AND suite=? AND torch=? AND device=? AND seed=?"


@dataclass(frozen=True)
class Key:
    """All that decides a report. ``seed`` is 0 for the usual ones, else the one that was asked."""

    submission: str  # digest of the text, with the earlier answers that it imports
    exercise: str
    suite: str  # digest of the suite's release
    torch: str
    device: str
    seed: int = 0


@dataclass(frozen=True)
class Row:
    """What is kept of one grading: its state, the report as JSON, the seconds that it took."""

    state: str
    report: str
    seconds: float


class Gradebook:
    """The gradebook in a file, made if it is not there.

    Args:
        path: of the file.

    Raises UsageError when the file is something else, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._shown = str(path)
        try:
            if names_a_file(path):
                raise sqlite3.DatabaseError("its journal names another file, which is none of ours")
            self._base = sqlite3.connect(path, timeout=30.0, isolation_level=None)
            self._prepare()
        except sqlite3.Error as error:
            raise UsageError(
                f"{path} is no gradebook that can be used",
                str(error),
                "name another file with --gradebook FILE",
            ) from None

    def _prepare(self) -> None:
        base = self._base
        application = base.execute("PRAGMA application_id").fetchone()[0]
        tables = base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and application != APPLICATION:
            raise sqlite3.DatabaseError("it holds another program's tables")
        version = base.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            raise sqlite3.DatabaseError(f"a newer version of the course wrote it ({version})")
        # A write is safe from the end of this process at once; only the machine's own end could
        # take the last ones, and never the file.
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=NORMAL")
        if not tables:
            base.execute(f"PRAGMA application_id={APPLICATION}")
            base.execute(f"PRAGMA user_version={SCHEMA}")
        base.execute(_TABLE)

    def state(self, key: Key) -> str | None:
        """The state of a key's row, None where there is none."""
        row = self._one(f"SELECT state FROM graded WHERE {_WHERE}", key)
        return None if row is None else str(row[0])

    def row(self, key: Key) -> Row | None:
        """What was kept, None where nothing was."""
        row = self._one(f"SELECT state, report, seconds FROM graded WHERE {_WHERE}", key)
        return None if row is None else Row(str(row[0]), str(row[1]), float(row[2]))

    def keep(self, key: Key, row: Row) -> None:
        """Keeps a result for good, in place of an older one.

        A fault or a device that was not there never takes the place of what was graded.
        """
        columns = "submission, exercise, suite, torch, device, seed, state, report, seconds"
        with self._told():
            self._base.execute(
                f"INSERT INTO graded ({columns}) VALUES (?,?,?,?,?,?,?,?,?) "
                "ON CONFLICT DO UPDATE SET state=excluded.state, report=excluded.report, "
                "seconds=excluded.seconds "
                f"WHERE excluded.state IN {FINAL} OR graded.state NOT IN {FINAL}",
                (*astuple(key), row.state, row.report, row.seconds),
            )

    def rows(self) -> Iterator[tuple[Key, Row]]:
        """All that is kept, sorted by its key."""
        for values in self._base.execute(
            "SELECT submission, exercise, suite, torch, device, seed, state, report, seconds "
            "FROM graded ORDER BY exercise, submission, suite, torch, device, seed"
        ):
            yield Key(*values[:6]), Row(*values[6:])

    def close(self) -> None:
        """Closes the file; its journal is folded into it."""
        self._base.close()

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _one(self, query: str, key: Key) -> tuple[Any, ...] | None:
        with self._told():
            found: tuple[Any, ...] | None = self._base.execute(query, astuple(key)).fetchone()
            return found

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A disk that is full or gone, in three lines."""
        try:
            yield
        except sqlite3.Error as error:
            raise Fault(
                f"the gradebook {self._shown} cannot be used any more",
                str(error),
                "what was graded before is kept; make room, and run the command again",
            ) from None
