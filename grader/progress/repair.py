"""A damaged store made whole again: first a copy of it, then everything that can still be read.

Rows are read in small ranges of their keys, from both ends of each, so that a bad page costs what
is on it and no more. Where the file's first page is lost, a fresh store's takes its place.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path

from grader.journal import BESIDE
from grader.progress.drive import copied
from grader.progress.kept import store_of
from grader.progress.store import NotKept, Row, digest, make_tables, stamp, unpacked

KEYS = {"events": "id", "texts": "digest", "reports": "event"}
COLUMNS = {"events": 7, "texts": 2, "reports": 2}
RANGES = [f"{number:02x}" for number in range(256)]  # all keys are hexadecimal
_TRIES = 5  # while another process writes
EVENT = (str, float, str, str, str, str, str)  # what its columns must be


@dataclass(frozen=True)
class Repaired:
    """What became of a damaged store."""

    copy: Path  # of the store as it was
    events: int  # saved
    texts: int  # versions of files saved
    gaps: int  # places in the file that could not be read
    without_text: int  # events whose version of the file is lost

    def lines(self) -> tuple[str, ...]:
        """The same in words: what was saved, what is lost, where the copy is."""
        saved = f"saved: {_of(self.events, 'event')} and {_of(self.texts, 'version')} of your files"
        lost = "lost: nothing that could be found missing"
        if self.gaps or self.without_text:
            lost = (
                f"lost: what was in {_of(self.gaps, 'unreadable place')}; saved events that lack "
                f"their version of the file: {self.without_text}"
            )
        return (saved, lost, f"the damaged store is kept as {self.copy}")


def repair(root: Path) -> Repaired:
    """Copies a workspace's store and makes a new one of what can be read in it.

    Until the new one is whole, the old one stays in its place. Raises NotKept when the copy or the
    new store cannot be written.
    """
    path = store_of(root)
    try:
        (path.parent / "backup").mkdir(exist_ok=True)
        for _ in range(_TRIES):
            before = _state(path)
            repaired = _repaired(path, path.with_name("progress.repaired"))
            if _state(path) == before:
                break
        else:
            raise OSError("another process keeps writing to it")
        for suffix in BESIDE:
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        path.with_name("progress.repaired").replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise NotKept(f"{path} cannot be repaired", str(error), "it is left as it is") from None
    return repaired


def _state(path: Path) -> list[tuple[int, int]]:
    """What changes when something is written to a store."""
    files = [path, Path(f"{path}-wal")]
    stats = [file.stat() for file in files if file.exists()]
    return [(stat.st_mtime_ns, stat.st_size) for stat in stats]


def _repaired(path: Path, fresh: Path) -> Repaired:
    """Copies the store and writes the new one beside it."""
    copy = copied(path, _unused(path.parent / "backup" / f"progress-{stamp()}.db"))
    return _rebuilt(copy, fresh)


def _cleared(path: Path) -> Path:
    """The path of a store to be made, with nothing there and nothing beside it."""
    for suffix in ("", *BESIDE):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    return path


def _of(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _unused(path: Path) -> Path:
    """The path, with a number where it is taken."""
    number, unused = 1, path
    while unused.exists():
        number += 1
        unused = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return unused


def _rebuilt(copy: Path, fresh: Path) -> Repaired:
    """Writes the new store from the copy's rows."""
    _cleared(fresh)
    work = _cleared(fresh.with_name("progress.salvage"))  # reading may write: into the log at least
    try:
        copied(copy, work)
        database = sqlite3.connect(fresh, isolation_level=None)
        with contextlib.closing(database):
            make_tables(database)
            _mend_first_page(work, fresh)
            gaps = sum(_saved(work, database, table) for table in KEYS)
            counts = {
                table: database.execute(f"select count(*) from {table}").fetchone()[0]
                for table in KEYS
            }
            lacking = database.execute(
                "select count(*) from events where text <> '' and text not in"
                " (select digest from texts)"
            ).fetchone()[0]
    finally:
        _cleared(work)
    _sync(fresh)
    return Repaired(copy, counts["events"], counts["texts"], gaps, lacking)


def _mend_first_page(work: Path, fresh: Path) -> None:
    """Gives the copy a fresh store's first page when its own cannot be read.

    It holds the file's header and where the tables start, which is the same in every store.
    """
    try:
        with contextlib.closing(sqlite3.connect(work)) as database:
            for table in KEYS:
                database.execute(f"select count(*) from (select * from {table} limit 1)")
        return
    except sqlite3.DatabaseError:
        pass
    body = fresh.read_bytes()
    page = bytearray(body[: int.from_bytes(body[16:18], "big")])  # as long as the header says
    pages = work.stat().st_size // len(page)
    page[28:32] = pages.to_bytes(4, "big")
    page[92:96] = page[24:28]  # says that this number is valid
    with work.open("r+b") as file:
        file.write(page)


def _saved(work: Path, database: sqlite3.Connection, table: str) -> int:
    """Copies a table's readable rows; the number of places that could not be read."""
    places = ", ".join("?" * COLUMNS[table])
    gaps = 0
    with contextlib.closing(sqlite3.connect(work)) as old:
        database.execute("begin")
        for low, high in zip(RANGES, [*RANGES[1:], "g"], strict=True):
            rows, whole = _range(old, table, low, high)
            good = [row for row in rows if _is_good(table, row)]
            gaps += not whole or len(good) < len(rows)
            database.executemany(f"insert or ignore into {table} values ({places})", good)
        database.execute("commit")
    return gaps


def _range(old: sqlite3.Connection, table: str, low: str, high: str) -> tuple[list[Row], bool]:
    """The readable rows with keys in a range, and whether those are all."""
    found: list[Row] = []
    key = KEYS[table]
    for order in ("asc", "desc"):
        query = f"select * from {table} where {key} >= ? and {key} < ? order by {key} {order}"
        try:
            for row in old.execute(query, (low, high)):
                found.append(row)
        except sqlite3.DatabaseError:
            continue
        return found, True
    return found, False


def _is_good(table: str, row: Row) -> bool:
    """Whether a row is what it was: bytes of a damaged page can look like one."""
    if table == "events":
        return all(map(isinstance, row, EVENT)) and _is_json(row[6])
    try:
        text = unpacked(row[1])  # type: ignore[arg-type]
    except (zlib.error, TypeError):
        return False
    return table == "reports" or digest(text) == row[0]


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
