"""The store: what was said to be kept is there, whatever happens to the process or the drive."""

from __future__ import annotations

import contextlib
import functools
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.progress import drive
from grader.progress.events import Event, Kind
from grader.progress.kept import events_of, store_of
from grader.progress.store import Broken, NotKept, Progress, digest

HEAD = """
import sys, pathlib
from grader.progress.events import Event, Kind
from grader.progress.store import Progress, NotKept
root = pathlib.Path(sys.argv[1])
"""
WRITER = (
    HEAD
    + """
with Progress(root) as progress:
    for number in range(int(sys.argv[2])):
        text = f"# version {number} of {sys.argv[3]}" + chr(10) + "x" * 3000
        event = Event(Kind.ATTEMPT, "01_double", {"number": number, "passed": False})
        progress.add(event, text=text, report=text)
        print(event.id, flush=True)
"""
)
OnADrive = Callable[..., subprocess.CompletedProcess[str]]


def writer(root: Path, events: int, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(root), str(events), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def whole(root: Path) -> set[str]:
    """The ids that are there, each with its text and report; asserts that the file is sound."""
    with Progress(root) as progress:
        assert progress.damage() == ""
        events = progress.events()
        for event in events:
            assert progress.text(event.text) == progress.report(event.id)
    return {event.id for event in events}


def test_events_texts_and_reports_come_back_as_they_were(tmp_path: Path) -> None:
    event = Event(Kind.ATTEMPT, "01_double", {"passed": False, "title": "ä\ud800"}, at=3.25)
    with Progress(tmp_path) as progress:
        (kept,) = progress.add(event, text="x = '\ud800'\n", report='{"a": 1}')
        assert kept.text == digest("x = '\ud800'\n")
        progress.add(Event(Kind.HINT, "02_counter", {"number": 1}, at=1.0))
    with Progress(tmp_path) as progress:
        assert [e.kind for e in progress.events()] == [Kind.HINT, Kind.ATTEMPT]
        assert progress.events("01_double") == [kept]
        assert progress.text(kept.text) == "x = '\ud800'\n"
        assert progress.report(kept.id) == '{"a": 1}'
        with pytest.raises(UsageError, match="there is no version abc"):
            progress.text("abc")
        with pytest.raises(UsageError, match="there is no report of attempt"):
            progress.report("abc")


def test_a_text_is_kept_once(tmp_path: Path) -> None:
    with Progress(tmp_path) as progress:
        for _ in range(3):
            progress.add(Event(Kind.RESET, "01_double"), text="same")
    with contextlib.closing(sqlite3.connect(store_of(tmp_path))) as database:
        assert database.execute("select count(*) from texts").fetchone() == (1,)


def test_reading_what_was_never_kept_makes_nothing(tmp_path: Path) -> None:
    assert events_of(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


names = st.sampled_from(["a", "b", "c", "d", "e"])
writes = st.lists(st.tuples(names, st.sampled_from(["x", "y", None])), max_size=12)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(writes=writes, data=st.data())
def test_added_in_any_order_and_twice_the_store_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, writes: list[tuple[str, str | None]], data: Any
) -> None:
    events = [
        (Event(Kind.HINT, "01_double", {"n": number}, id=f"{name}{number}", at=number // 2), text)
        for number, (name, text) in enumerate(writes)
    ]
    other = data.draw(st.permutations(events + events))
    kept = []
    for order in (events, other):
        root = tmp_path_factory.mktemp("root")
        with Progress(root) as progress:
            for event, text in order:
                progress.add(event, text=text)
            kept.append(progress.events())
    assert kept[0] == kept[1]
    assert len(kept[0]) == len(events)


def test_a_kill_in_the_middle_of_saving_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    told: set[str] = set()
    for _ in range(6):
        child = writer(tmp_path, 10_000, "killed")
        assert child.stdout is not None
        for _ in range(random.randrange(1, 40)):
            told.add(child.stdout.readline().strip())
        os.kill(child.pid, signal.SIGKILL)  # somewhere in a later save
        told |= {line.strip() for line in child.stdout if len(line) == 33}
        assert child.wait() == -signal.SIGKILL
        child.stdout.close()
        there = whole(tmp_path)
        assert told <= there
        assert len(there - told) <= 1  # kept, and killed before it could say so
        told = there


def test_two_processes_that_write_at_once_both_keep_everything(tmp_path: Path) -> None:
    children = [writer(tmp_path, 60, name) for name in ("one", "other")]
    told: list[str] = []
    for child in children:
        told += child.communicate()[0].split()
        assert child.returncode == 0
    assert len(told) == 120
    assert whole(tmp_path) == set(told)


def test_a_newer_course_s_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    with Progress(tmp_path) as progress:
        progress.add(Event(Kind.HINT, "01_double"))
    with contextlib.closing(sqlite3.connect(store_of(tmp_path))) as database:
        database.execute("pragma user_version = 7")
    before = store_of(tmp_path).read_bytes()
    with pytest.raises(NotKept, match="it has format 7, this version reads up to 1") as error:
        Progress(tmp_path)
    assert len(str(error.value).splitlines()) == 3
    assert store_of(tmp_path).read_bytes() == before


def test_an_event_that_only_a_later_course_understands_is_passed_over_and_kept(
    tmp_path: Path,
) -> None:
    with Progress(tmp_path) as progress:
        later = [("quiz", "{}"), ("hint", "[]"), ("hint", '{"number": [1, 2]}'), ("hint", "{")]
        rows = [(kind + data, 1.0, kind, "01_double", "", "", data) for kind, data in later]
        progress.take(rows, {}, {})
        assert progress.events() == []
        assert len(progress.rows()) == len(later)


@pytest.mark.parametrize("size", [0, 100, 4096, 9000])
def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, size: int) -> None:
    with Progress(tmp_path) as progress:
        for number in range(200):
            progress.add(Event(Kind.HINT, "01_double", {"number": number}), text=str(number) * 99)
    path = store_of(tmp_path)
    body = bytearray(path.read_bytes())
    body[size : size + 4000] = b"\xa5" * 4000
    path.write_bytes(body)
    with pytest.raises(Broken, match="is damaged") as error, Progress(tmp_path) as progress:
        for event in progress.events():
            progress.text(event.text)
    assert "learn doctor --repair" in str(error.value)


def test_an_error_in_the_middle_of_adding_adds_nothing(tmp_path: Path) -> None:
    row = ("id", 1.0, "hint", "01_double", "", "", "{}")
    with Progress(tmp_path) as progress:
        with pytest.raises(sqlite3.IntegrityError):
            progress.take([row, ("other", None, "hint", "", "", "", "")], {"x": "y"}, {})  # type: ignore[list-item]
        assert progress.rows() == []
        with pytest.raises(UsageError, match="no version"):
            progress.text("x")


READ_ONLY = (
    HEAD
    + """
progress = Progress(root)
print(len(progress.events()), progress.writable)
try:
    progress.add(Event(Kind.HINT, "01_double"))
except NotKept as error:
    print(error)
progress.close()
"""
)


@pytest.mark.parametrize("log", [True, False], ids=["with a log left behind", "closed"])
def test_in_a_read_only_folder_what_was_kept_can_be_read(
    tmp_path: Path, on_a_drive: OnADrive, log: bool
) -> None:
    with Progress(tmp_path) as progress:
        progress.add(*[Event(Kind.HINT, "01_double") for _ in range(5)])
        shutil.copytree(progress.path.parent, tmp_path / "open")
    there = tmp_path / ("open" if log else ".learn")
    said = on_a_drive(READ_ONLY, before=f"cp -r {there} .learn && mount -o remount,ro $PWD")
    assert said.stdout.splitlines()[0] == "5 False", said
    assert "it is read-only here" in said.stdout
    assert "your exercise files are not touched" in said.stdout


def test_where_no_folder_can_be_made_it_is_said(on_a_drive: OnADrive) -> None:
    said = on_a_drive(READ_ONLY, before="mount -o remount,ro $PWD")
    assert ".learn cannot be made" in said.stderr
    assert "Read-only file system" in said.stderr


FULL = (
    HEAD
    + """
kept = 0
with Progress(root) as progress:
    try:
        while True:
            text = "".join(chr(33 + (kept * 7919 + n * n) % 90) for n in range(9000))
            progress.add(Event(Kind.HINT, "01_double"), text=text, report=text)
            kept += 1
    except NotKept as error:
        print(error)
    print(kept, len(progress.events()))
with Progress(root) as progress:
    print(kept, len(progress.events()), progress.damage() == "")
    print([progress.text(e.text) == progress.report(e.id) for e in progress.events()].count(True))
"""
)


def test_a_full_drive_is_said_and_loses_nothing_that_was_kept(on_a_drive: OnADrive) -> None:
    said = on_a_drive(FULL, kilobytes=600)
    *error, counts, reopened, bodies = said.stdout.splitlines()
    assert "the drive is full" in "\n".join(error), said
    kept = counts.split()[0]
    assert int(kept) > 0
    assert counts.split() == [kept, kept]
    assert reopened.split() == [kept, kept, "True"]
    assert bodies == kept


def test_a_drive_that_is_full_from_the_start_is_said(on_a_drive: OnADrive) -> None:
    said = on_a_drive(
        HEAD + "Progress(root)",
        kilobytes=64,
        before="(cat /dev/zero > filler || true) 2> /dev/null",
    )
    assert "NotKept" in said.stderr
    assert "the drive is full" in said.stderr


def test_without_shared_memory_the_store_works_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Progress(tmp_path) as progress:
        progress.add(Event(Kind.HINT, "01_double"))
    assert "wal" in _mode(tmp_path)

    @functools.wraps(sqlite3.connect)
    def connect(path: Path, **more: Any) -> sqlite3.Connection:
        """As on a drive that can lock files but share no memory."""
        return sqlite3.Connection(f"file:{path}?vfs=unix-dotfile", uri=True, **more)

    monkeypatch.setattr(drive.sqlite3, "connect", connect)
    with Progress(tmp_path) as progress:
        progress.add(Event(Kind.HINT, "01_double"))
        assert len(progress.events()) == 2
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    with Progress(fresh) as progress:
        progress.add(Event(Kind.HINT, "01_double"))
    monkeypatch.undo()
    assert _mode(fresh) == "delete"
    assert len(events_of(fresh)) == 1


def _mode(root: Path) -> str:
    with contextlib.closing(sqlite3.connect(store_of(root))) as database:
        return str(database.execute("pragma journal_mode").fetchone()[0])
