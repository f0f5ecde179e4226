"""The gradebook's file: what is kept stays, whatever ends the process."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import Fault, UsageError
from grader.gradebook import Gradebook, Key, Row

KEY = Key("d" * 64, "01_double", "abc", "2.13.0", "cpu")
ROW = Row("graded", '{"a": 1}', 0.25)


def test_what_is_kept_is_found_by_all_parts_of_its_key(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "g.sqlite") as book:
        assert book.state(KEY) is None
        book.keep(KEY, ROW)
        assert book.row(KEY) == ROW
        others = {
            "submission": "e", "exercise": "02", "suite": "x", "torch": "2.6", "device": "cuda",
            "seed": 7,
        }  # fmt: skip
        for name, value in others.items():
            assert book.row(replace(KEY, **{name: value})) is None
    with Gradebook(tmp_path / "g.sqlite") as book:
        assert list(book.rows()) == [(KEY, ROW)]


def test_a_fault_never_takes_the_place_of_what_was_graded_and_the_other_way_it_does(
    tmp_path: Path,
) -> None:
    with Gradebook(tmp_path / "g.sqlite") as book:
        for state, kept in (
            ("unavailable", "unavailable"), ("fault", "fault"), ("graded", "graded"),
            ("fault", "graded"), ("unavailable", "graded"), ("timeout", "timeout"),
            ("fault", "timeout"), ("graded", "graded"),
        ):  # fmt: skip
            book.keep(KEY, replace(ROW, state=state))
            assert book.state(KEY) == kept
        book.keep(KEY, replace(ROW, report="newer"))
        assert book.row(KEY) == replace(ROW, report="newer")


def test_a_killed_process_loses_no_row_that_it_had_kept(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from grader.gradebook import Gradebook, Key, Row\n"
        "book = Gradebook(Path(sys.argv[1]))\n"
        "for n in range(10**9):\n"
        "    book.keep(Key(str(n), 'e', 's', 't', 'cpu'), Row('graded', 'r' * 3000, 0.0))\n"
        "    print(n, flush=True)\n"
    )
    path = tmp_path / "g.sqlite"
    process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            last = int(line)
            if last == 500:
                os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with Gradebook(path) as book:
        kept = {int(key.submission) for key, _ in book.rows()}
        assert set(range(last + 1)) <= kept
        book.keep(KEY, ROW)


def test_two_processes_may_write_at_once(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "g.sqlite") as one, Gradebook(tmp_path / "g.sqlite") as two:
        one.keep(KEY, ROW)
        two.keep(replace(KEY, seed=1), ROW)
        assert one.row(replace(KEY, seed=1)) == two.row(KEY) == ROW


def test_another_file_is_refused_and_not_touched(tmp_path: Path) -> None:
    text, base = tmp_path / "notes.txt", tmp_path / "other.sqlite"
    text.write_text("not a database, but long enough to look at" * 50)
    with sqlite3.connect(base) as other:
        other.execute("CREATE TABLE graded (x)")
    other.close()
    for path in (text, base, tmp_path, tmp_path / "no" / "folder.sqlite"):
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(UsageError, match="is no gradebook that can be used"):
            Gradebook(path)
        assert not before or path.read_bytes() == before


def test_a_gradebook_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    Gradebook(tmp_path / "g.sqlite").close()
    base = sqlite3.connect(tmp_path / "g.sqlite")
    base.execute("PRAGMA user_version=99")
    base.close()
    with pytest.raises(UsageError) as raised:
        Gradebook(tmp_path / "g.sqlite")
    assert "newer version" in raised.value.found


def test_a_disk_that_refuses_is_a_fault_told_in_three_lines(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "g.sqlite") as book:
        book._base.execute("PRAGMA max_page_count=1")
        with pytest.raises(Fault) as raised:
            for number in range(100):
                book.keep(replace(KEY, seed=number), replace(ROW, report="r" * 4000))
    assert "what was graded before is kept" in str(raised.value)
