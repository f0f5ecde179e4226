"""The events and texts of a workspace in SQLite: ``.learn/progress.db``, added to, never changed.

One event is one transaction: after a crash it is there whole or not at all. Texts are kept once
each, under their digest.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from grader.errors import UsageError
from grader.progress.events import Event, Kind

VERSION = 1  # of the tables; an older course refuses a newer one
FOLDER = ".learn"
_WAIT = 10.0  # seconds for another process that writes
_TABLES = """
create table if not exists events (
    id text primary key, at real not null, kind text not null, slug text not null,
    batch text not null, text text not null, data text not null
) without rowid;
create table if not exists texts (digest text primary key, body blob not null) without rowid;
create table if not exists reports (event text primary key, body blob not null) without rowid;
"""
T = TypeVar("T")


class NotKept(UsageError):  # noqa: N818 - what became of it
    """The progress cannot be read or written; what was to be kept is not."""


class Broken(NotKept):
    """The store's file is damaged; `repair.repaired` makes a copy and saves what can be read."""


class Progress:
    """A workspace's events and texts.

    Args:
        root: the workspace; ``.learn`` is made in it.

    Raises:
        NotKept: the folder or the file cannot be read or written, or a newer course made it.
        Broken: the file is damaged.
    """

    def __init__(self, root: Path) -> None:
        self.path = root / FOLDER / "progress.db"
        try:
            self.path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise NotKept(f"{self.path.parent} cannot be made", str(error.strerror)) from None
        self._database = self._attempted(self._open)

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
        version = database.execute("pragma user_version").fetchone()[0]
        if version > VERSION:
            database.close()
            raise NotKept(
                f"{self.path} was written by a newer version of the course",
                f"it has format {version}, this version reads up to {VERSION}",
                "update the course: pip install --upgrade learn-torch",
            )
        if version < VERSION:
            with contextlib.suppress(sqlite3.OperationalError):  # no shared memory on some drives
                database.execute("pragma journal_mode = wal")
            database.executescript(f"begin; {_TABLES} pragma user_version = {VERSION}; commit;")
        database.execute("pragma synchronous = full")
        return database

    def _attempted(self, work: Callable[[], T]) -> T:
        """The work's value; SQLite's errors in our words."""
        try:
            return work()
        except sqlite3.OperationalError as error:
            raise NotKept(
                f"{self.path} cannot be used", str(error), "your exercise files are not touched"
            ) from None
        except sqlite3.DatabaseError as error:
            raise Broken(
                f"{self.path} is damaged", str(error), "learn doctor --repair    saves what it can"
            ) from None

    # ------------------------------------------------------------------ writing

    def add(self, *events: Event, text: str | None = None, report: str = "") -> list[Event]:
        """Adds events, all or none; one that is there already is left as it is.

        Args:
            *events: what happened.
            text: the version of the learner's file that belongs to each of them.
            report: the whole report of an attempt, as JSON.

        Returns the events as they were stored, with the text's digest. Raises NotKept.
        """
        if text is not None:
            name = digest(text)
            events = tuple(_with_text(event, name) for event in events)

        def work() -> list[Event]:
            with self._transaction() as run:
                if text is not None:
                    run("insert or ignore into texts values (?, ?)", (name, _packed(text)))
                for event in events:
                    run("insert or ignore into events values (?, ?, ?, ?, ?, ?, ?)", _row(event))
                    if report:
                        run("insert or ignore into reports values (?, ?)",
                            (event.id, _packed(report)))  # fmt: skip
            return list(events)

        return self._attempted(work)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Callable[[str, tuple[object, ...]], sqlite3.Cursor]]:
        self._database.execute("begin immediate")
        try:
            yield self._database.execute
            self._database.execute("commit")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._database.execute("rollback")
            raise

    # ------------------------------------------------------------------ reading

    def events(self, slug: str | None = None) -> list[Event]:
        """All events, or one exercise's, in order of time."""
        where, values = ("where slug = ?", (slug,)) if slug else ("", ())
        query = f"select * from events {where} order by at, id"
        rows = self._attempted(lambda: self._database.execute(query, values).fetchall())
        return [event for event in map(_event, rows) if event is not None]

    def text(self, digest: str) -> str:
        """A version of a learner's file.

        Raises UsageError when it is not there.
        """
        return self._body("texts", "digest", digest, "there is no version")

    def report(self, event: str) -> str:
        """The whole report of an attempt, as JSON.

        Raises UsageError when it is not there.
        """
        return self._body("reports", "event", event, "there is no report of attempt")

    def _body(self, table: str, key: str, value: str, missing: str) -> str:
        query = f"select body from {table} where {key} = ?"
        row = self._attempted(lambda: self._database.execute(query, (value,)).fetchone())
        if row is None:
            raise UsageError(f"{missing} {value[:12]}")
        return zlib.decompress(row[0]).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def digest(text: str) -> str:
    """The name of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def stamp() -> str:
    """The local time as part of a file's name."""
    return time.strftime("%Y%m%d-%H%M%S")


def _with_text(event: Event, name: str) -> Event:
    return Event(event.kind, event.slug, event.data, name, event.batch, event.at, event.id)


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def _row(event: Event) -> tuple[object, ...]:
    data = json.dumps(event.data, sort_keys=True)
    return (event.id, event.at, event.kind.value, event.slug, event.batch, event.text, data)


def _event(row: tuple[str, float, str, str, str, str, str]) -> Event | None:
    """The event of a row; None for a kind that a later course added within this format."""
    id, at, kind, slug, batch, text, data = row
    try:
        return Event(Kind(kind), slug, json.loads(data), text, batch, at, id)
    except ValueError:
        return None
