"""The events and texts of a workspace in SQLite: ``.learn/progress.db``, added to, never changed.

One event is one transaction: after a crash it is there whole or not at all. Texts are kept once
each, under their digest. Where the folder cannot be written, what is there can still be read.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from grader.errors import UsageError
from grader.progress.drive import connected, copied, obstacle
from grader.progress.events import Event, Kind, flaw, is_row
from grader.progress.kept import FOLDER, store_of

if TYPE_CHECKING:
    import tempfile

__all__ = ["FOLDER", "VERSION", "Broken", "NotKept", "Progress", "digest", "stamp"]

VERSION = 1  # of the tables; an older course refuses a newer one
_UNTOUCHED = "your exercise files are not touched"
TABLES = """
create table if not exists events (
    id text primary key, at real not null, kind text not null, slug text not null,
    batch text not null, text text not null, data text not null
) without rowid;
create table if not exists texts (digest text primary key, body blob not null) without rowid;
create table if not exists reports (event text primary key, body blob not null) without rowid;
"""
# Not "insert or ignore", which passes over a missing value as well.
_ADD = {
    "events": "insert into events values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing",
    "texts": "insert into texts values (?, ?) on conflict (digest) do nothing",
    "reports": "insert into reports values (?, ?) on conflict (event) do nothing",
}
LARGEST = 16 << 20  # bytes of a text or a report, unpacked
T = TypeVar("T")
Row = tuple[str, float, str, str, str, str, str]  # an event as its table has it


class NotKept(UsageError):  # noqa: N818 - what became of it
    """The progress cannot be read or written; what was to be kept is not."""


class Broken(NotKept):
    """The store's file is damaged; `repair.repair` makes a copy and saves what can be read."""


class Progress:
    """A workspace's events and texts.

    Args:
        root: the workspace; ``.learn`` is made in it.

    Raises:
        NotKept: the folder or the file cannot be read or written, or a newer course made it.
        Broken: the file is damaged.
    """

    def __init__(self, root: Path) -> None:
        self.path = store_of(root)
        try:
            self.path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise NotKept(f"{self.path.parent} cannot be made", str(error.strerror)) from None
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        try:
            self._database = self._attempted(self._open)
        except NotKept:
            self._drop_copy()
            raise

    @property
    def writable(self) -> bool:
        """Whether something can be added; False where the drive is read-only or full."""
        return self._copy is None

    def _open(self) -> sqlite3.Connection:
        if self.path.exists() and obstacle(self.path):
            return self._opened(self._readable_copy())
        return self._opened(self.path)

    def _opened(self, path: Path) -> sqlite3.Connection:
        database = connected(path)
        try:
            self._prepare(database)
        except BaseException:
            database.close()
            raise
        return database

    def _prepare(self, database: sqlite3.Connection) -> None:
        """Makes the tables where there are none.

        Raises NotKept for a newer course's, and for a file that is another program's.
        """
        version = database.execute("pragma user_version").fetchone()[0]
        if version > VERSION:
            raise NotKept(
                f"{self.path} was written by a newer version of the course",
                f"it has format {version}, this version reads up to {VERSION}",
                "update the course: pip install --upgrade learn-torch",
            )
        if version < VERSION:
            if database.execute("select count(*) from sqlite_master").fetchone()[0]:
                raise NotKept(f"{self.path} is no store of progress", "it holds other tables")
            with contextlib.suppress(sqlite3.OperationalError):  # no shared memory on some drives
                database.execute("pragma journal_mode = wal")
            make_tables(database)
        database.execute("pragma synchronous = full")

    def _readable_copy(self) -> Path:
        """The store's files in a folder of our own: SQLite cannot read them where they are."""
        import tempfile  # with all that it imports, 10 ms

        self._copy = tempfile.TemporaryDirectory(prefix="learn-")
        return copied(self.path, Path(self._copy.name) / self.path.name)

    def _drop_copy(self) -> None:
        if self._copy is not None:
            self._copy.cleanup()

    def _attempted(self, work: Callable[[], T]) -> T:
        """The work's value; SQLite's errors in our words."""
        try:
            return work()
        except (sqlite3.OperationalError, OSError) as error:
            reason = obstacle(self.path) or str(error)
            raise NotKept(f"{self.path} cannot be used", reason, _UNTOUCHED) from None
        except sqlite3.IntegrityError:  # a value that no table takes: ours
            raise
        except (sqlite3.DatabaseError, zlib.error) as error:
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
        texts = {}
        if text is not None:
            name = digest(text)
            texts[name] = text
            events = tuple(_with_text(event, name) for event in events)
        reports = {event.id: report for event in events} if report else {}
        self.take(map(_row, events), texts, reports)
        return list(events)

    def take(self, rows: Iterable[Row], texts: dict[str, str], reports: dict[str, str]) -> int:
        """Adds what is not there yet, all or nothing; how many events are new. Raises NotKept.

        Args:
            rows: events as their table has them.
            texts: versions of files by digest.
            reports: whole reports as JSON, by their event.
        """
        if not self.writable:
            raise NotKept(f"{self.path} cannot be used", obstacle(self.path), _UNTOUCHED)

        def work() -> int:
            with self._transaction() as run:
                for name, text in texts.items():
                    run(_ADD["texts"], (name, packed(text)))
                new = sum(run(_ADD["events"], row).rowcount for row in rows)
                for event, report in reports.items():
                    run(_ADD["reports"], (event, packed(report)))
            return new

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
        return [event for event in map(_event, self.rows(slug)) if event is not None]

    def rows(self, slug: str | None = None) -> list[Row]:
        """The events as their table has them, those of kinds unknown to this course too.

        Without rows that no course has written: others may have put them there.
        """
        where, values = ("where slug = ?", (slug,)) if slug else ("", ())
        query = f"select * from events {where} order by at, id"
        found = self._attempted(lambda: self._database.execute(query, values).fetchall())
        return [row for row in found if is_row(row)]

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

        def work() -> str | None:
            row = self._database.execute(query, (value,)).fetchone()
            return None if row is None else unpacked(row[0])

        body = self._attempted(work)
        if body is None:
            raise UsageError(f"{missing} {value[:12]}")
        return body

    def damage(self) -> str:
        """What SQLite finds wrong with the file, in its words; empty when nothing is."""
        found = self._attempted(lambda: self._database.execute("pragma quick_check").fetchone()[0])
        return "" if found == "ok" else str(found)

    def close(self) -> None:
        """Closes the file."""
        self._database.close()
        self._drop_copy()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def digest(text: str) -> str:
    """The name of a text."""
    import hashlib  # OpenSSL costs some milliseconds, which reading need not pay

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def stamp() -> str:
    """The local time as part of a file's name."""
    return time.strftime("%Y%m%d-%H%M%S")


def make_tables(database: sqlite3.Connection) -> None:
    """Makes an empty store of this version, or leaves the one that is there."""
    database.executescript(f"begin immediate; {TABLES} pragma user_version = {VERSION}; commit;")


def unpacked(body: bytes) -> str:
    """The text of a stored body; zlib.error when it is damaged."""
    work = zlib.decompressobj()
    data = work.decompress(body, LARGEST)
    if not work.eof:
        raise zlib.error("a text that ends too early, or has no end")
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise zlib.error(str(error)) from None


def _with_text(event: Event, name: str) -> Event:
    return Event(event.kind, event.slug, event.data, name, event.batch, event.at, event.id)


def packed(text: str) -> bytes:
    """A body as it is stored."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def _row(event: Event) -> Row:
    data = json.dumps(event.data, sort_keys=True)
    return (event.id, event.at, event.kind.value, event.slug, event.batch, event.text, data)


def _event(row: Row) -> Event | None:
    """The event of a row; None for a kind or data that a later course added within this format."""
    id, at, kind, slug, batch, text, packed_data = row
    try:
        data = json.loads(packed_data)
        event = Event(Kind(kind), slug, data, text, batch, at, id)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(data, dict) and not flaw(kind, data) else None
