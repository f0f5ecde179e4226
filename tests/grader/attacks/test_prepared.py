"""A folder that somebody else prepared: what lies in its .learn is as hostile as a submission."""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli.main import main
from grader.errors import UsageError
from grader.gradebook import Gradebook
from grader.progress.events import Event, Kind
from grader.progress.kept import store_of
from grader.progress.repair import repair
from grader.progress.store import Broken, Progress, digest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="FIFOs are Unix's")
MAGIC = bytes.fromhex("d9d505f920a163d7")  # SQLite's, at both ends of a journal


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a kept version, in which the commands run."""
    (tmp_path / "mine" / "exercises").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "mine")
    assert main(["init"]) == 0
    with Progress(tmp_path / "mine") as progress:
        progress.add(Event(Kind.SAVED, "02_elementwise"), text="kept = 1\n")
    return tmp_path / "mine"


def journal_that_names(victim: Path, database: Path) -> Path:
    """What a transaction over several files leaves: SQLite deletes the file that is named in it."""
    with sqlite3.connect(database) as base:
        base.execute("pragma journal_mode = delete")
        size = base.execute("pragma page_size").fetchone()[0]
        pages = base.execute("pragma page_count").fetchone()[0]
    base.close()
    name = os.fsencode(victim)
    head = (MAGIC + struct.pack(">5I", 0, 1, pages, 512, size)).ljust(512, b"\0")
    checksum = sum(byte if byte < 128 else byte - 256 for byte in name) & 0xFFFFFFFF
    page = struct.pack(">I", (1 << 30) // size + 1)
    journal = Path(f"{database}-journal")
    journal.write_bytes(head + page + name + struct.pack(">II", len(name), checksum) + MAGIC)
    return journal


def test_a_journal_makes_sqlite_delete_a_file(tmp_path: Path) -> None:
    """Else the tests below would say nothing."""
    victim, database = tmp_path / "victim", tmp_path / "base.db"
    victim.write_text("precious")
    with sqlite3.connect(database) as base:
        base.execute("create table t (x)")
    journal_that_names(victim, database)
    sqlite3.connect(database).execute("select * from t")
    assert not victim.exists()


@pytest.mark.parametrize("command", ["list", "check 02", "doctor --repair", "history 02"])
def test_a_store_deletes_no_other_file(
    folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    victim = folder.parent / "victim"
    victim.write_text("precious")
    journal_that_names(victim, store_of(folder))
    main(command.split())
    assert victim.read_text() == "precious"
    assert "Traceback" not in capsys.readouterr().err


def test_a_store_with_such_a_journal_is_repaired(folder: Path) -> None:
    victim = folder.parent / "victim"
    victim.write_text("precious")
    journal_that_names(victim, store_of(folder))
    with pytest.raises(Broken, match="damaged"):
        Progress(folder)
    repair(folder)
    with Progress(folder) as progress:
        assert [progress.text(event.text) for event in progress.events()] == ["kept = 1\n"]
    assert victim.exists()


@pytest.mark.parametrize("name", ["progress.salvage", "progress.repaired"])
def test_what_a_repair_works_with_deletes_no_other_file(folder: Path, name: str) -> None:
    victim = folder.parent / "victim"
    victim.write_text("precious")
    journal = journal_that_names(victim, store_of(folder))
    journal.rename(folder / ".learn" / f"{name}-journal")
    repair(folder)
    assert victim.exists()


def test_a_gradebook_deletes_no_other_file(tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "gradebook.sqlite"
    victim.write_text("precious")
    Gradebook(path).close()
    journal_that_names(victim, path)
    with pytest.raises(UsageError, match="no gradebook that can be used"):
        Gradebook(path)
    assert victim.exists()


def test_an_interrupted_transaction_of_our_own_is_taken_back(folder: Path) -> None:
    journal = journal_that_names(folder, store_of(folder))
    journal.write_bytes(journal.read_bytes()[:512])  # names nothing
    with Progress(folder) as progress:
        assert len(progress.events()) == 1
    assert not journal.exists()


def test_another_programs_database_gets_no_tables_of_ours(folder: Path) -> None:
    path = store_of(folder)
    path.unlink()
    with sqlite3.connect(path) as base:
        base.execute("create table bookmarks (x)")
    base.close()
    before = path.read_bytes()
    assert main(["list"]) == 2
    assert path.read_bytes() == before


def test_a_text_that_unpacks_to_gigabytes_is_damage(folder: Path) -> None:
    packer = zlib.compressobj(9)
    parts = [packer.compress(bytes(1 << 20)) for _ in range(256)]
    bomb, name = b"".join(parts) + packer.flush(), digest("bomb")
    with sqlite3.connect(store_of(folder)) as base:
        base.execute("insert into texts values (?, ?)", (name, bomb))
    base.close()
    with Progress(folder) as progress, pytest.raises(Broken, match="damaged"):
        progress.text(name)


DEEP = "[" * 200_000


def fifo(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def deep(path: Path) -> None:
    path.write_text(DEEP)


def endless(path: Path) -> None:
    path.write_text('{"format": 1, "release": "1", "stubs": {}}')
    os.truncate(path, 1 << 40)


@pytest.mark.parametrize("make", [fifo, device, deep, endless], ids=lambda make: make.__name__)
@pytest.mark.parametrize("command", ["list", "update", "init"])
def test_a_record_of_the_course_that_is_none_is_passed_over(
    folder: Path, make: Callable[[Path], None], command: str
) -> None:
    record = folder / ".learn" / "course.json"
    record.unlink()
    make(record)
    assert main([command]) == 0


@pytest.mark.parametrize("text", [DEEP, '{"passed": ' + DEEP])
def test_an_event_whose_data_are_nested_too_deep_is_passed_over(folder: Path, text: str) -> None:
    with sqlite3.connect(store_of(folder)) as base:
        row = ("ab", 1.0, "attempt", "02_elementwise", "", "", text)
        base.execute("insert into events values (?, ?, ?, ?, ?, ?, ?)", row)
    base.close()
    assert main(["list"]) == 0
    assert repair(folder).events == 1


def test_no_message_paints_over_the_screen(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = {
        "format": 1,
        "release": "",
        "stubs": {},
        "course": "/no\x1b[2J\x1b]0;title\x07\rPASSED",
    }
    (folder / ".learn" / "course.json").write_text(json.dumps(record))
    assert main(["check", "02"]) == 2
    said = capsys.readouterr().err
    assert "there is no course in" in said
    assert all(char.isprintable() or char == "\n" for char in said)


PASSED = '{"passed": true}'
ROWS: dict[str, tuple[object, ...]] = {
    "a time in words": ("a", "abc", "attempt", "02_elementwise", "", "", PASSED),
    "a time that no calendar has": ("a", 1e300, "attempt", "02_elementwise", "", "", PASSED),
    "a time without an end": ("a", float("inf"), "attempt", "02_elementwise", "", "", PASSED),
    "a time before all others": ("a", -1e18, "attempt", "02_elementwise", "", "", PASSED),
    "bytes for a name": ("a", 1.0, "attempt", b"\xff", "", "", PASSED),
    "bytes for data": ("a", 1.0, "attempt", "02_elementwise", "", "", b"\xff{"),
    "bytes for a version": ("a", 1.0, "attempt", "02_elementwise", "", b"\xff", PASSED),
    "points that are none": ("a", 1.0, "attempt", "02_elementwise", "", "", '{"points": NaN}'),
    "a list for what was undone": ("a", 1.0, "undone", "02_elementwise", "", "", '{"of": ["x"]}'),
}
COMMANDS = ("list --json", "progress", "progress export all.jsonl", "history 02 --json", "undo",
            "next", "hint 02", "doctor")  # fmt: skip


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_a_row_that_nobody_of_us_wrote_ends_no_command(
    folder: Path, row: tuple[object, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(store_of(folder)) as base:
        base.execute("insert into events values (?, ?, ?, ?, ?, ?, ?)", row)
    base.close()
    for command in COMMANDS:
        assert main(command.split()) in (0, 1, 2), command
    assert "the grader failed" not in capsys.readouterr().err
    assert "kept = 1" in (folder / "all.jsonl").read_text()
