"""`learn progress`: the screen, the JSON, the page; export and import."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.grading.grader import Grader
from grader.progress.events import Event, Kind
from grader.progress.kept import events_of
from grader.progress.store import Progress
from grader.render.look import Look
from grader.workspace import start_workspace

Learn = Callable[..., Any]
Happened = Callable[..., Event]


@pytest.fixture
def worked(happened: Happened, passed: Happened) -> None:
    """Four fails of one case, a hint and a pass of 01; 02 skipped; two tries at 03."""
    failed = {"passed": False, "case": "c", "title": "rows", "devices": {"cpu": False}}
    for _ in range(4):
        happened(Kind.ATTEMPT, **failed)
    happened(Kind.HINT, number=1)
    passed(devices={"cpu": True})
    happened(Kind.SKIPPED, "02_counter")
    happened(Kind.ATTEMPT, "03_hasty", **failed)
    happened(Kind.ATTEMPT, "03_hasty", **failed)


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("what", ["worked", "nothing"])
def test_the_screen_is_its_golden_text(
    learn: Learn, mine: Path, golden: Callable[..., None], request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch, what: str, width: int, color: bool,
) -> None:  # fmt: skip
    if what == "worked":
        request.getfixturevalue("worked")
    monkeypatch.setattr("grader.cli.screen.look_of", lambda *_, **__: Look(width, color))
    said = learn("progress")
    assert (said.code, said.err) == (0, "")
    if not color:
        assert max(map(len, said.out.splitlines())) <= width
    golden(f"progress/{what}.{width}{'.color' * color}.txt", said.out)


def test_looking_makes_no_store(learn: Learn, mine: Path) -> None:
    assert learn("progress").code == 0
    assert not (mine.parent / ".learn" / "progress.db").exists()


def test_json_says_what_the_screen_says(learn: Learn, mine: Path, worked: None) -> None:
    record = json.loads(learn("progress", "--json").out)
    assert {name: record[name] for name in ("schema", "passed", "total", "seconds")} == {
        "schema": 1,
        "passed": 1,
        "total": 3,
        "seconds": 480,
    }
    assert record["streak"] == {"days": 0, "longest": 1}
    assert record["stuck"] == [{"slug": "01_double", "case": "rows", "fails": 4, "passed": True}]
    assert [row["status"] for row in record["exercises"]] == ["passed", "skipped", "tried"]
    assert [row["attempts"] for row in record["exercises"]] == [5, 0, 2]
    assert record["parts"][0]["total"] == 3
    assert record["days"][0]["passes"] == 1


def test_the_page_is_written_whole_over_an_earlier_one(
    learn: Learn, mine: Path, worked: None
) -> None:
    page = mine.parent / "page.html"
    page.write_text("an earlier one")
    said = learn("progress", "--html", "page.html")
    assert (said.code, said.out) == (0, "written: page.html\n")
    text = page.read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert text.endswith("</html>\n")
    assert stat.S_IMODE(page.stat().st_mode) == 0o666 & ~_umask()
    assert sorted(p.name for p in mine.parent.iterdir()) == [".learn", "exercises", "page.html"]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_page_that_cannot_be_written_is_said(learn: Learn, mine: Path) -> None:
    said = learn("progress", "--html", "nowhere/page.html")
    assert (said.code, said.out) == (2, "")
    assert said.err == "nowhere/page.html cannot be written\nNo such file or directory\n"


def test_export_and_import_carry_everything_to_another_folder(
    learn: Learn, mine: Path, worked: None, grader: Grader, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    file = tmp_path / "mine.jsonl"
    assert learn("progress", "export", str(file)).out == f"written: {file}\n"
    assert learn("progress", "export").out == file.read_text("utf-8")
    other = tmp_path / "other"
    start_workspace(grader.course, other)
    monkeypatch.chdir(other)
    said = learn("progress", "import", str(file))
    assert said.out == "imported: 9 new events; 0 were here already\n1 of 3 passed\n"
    again = learn("progress", "import", str(file))
    assert again.out == "imported: 0 new events; 9 were here already\n1 of 3 passed\n"
    assert events_of(other) == events_of(mine.parent)
    with Progress(other) as progress:
        (event,) = [event for event in progress.events() if event.text]
        assert progress.text(event.text) == "passed = 1\n"


def test_a_bad_line_is_named_and_nothing_is_imported(learn: Learn, mine: Path) -> None:
    file = mine.parent / "bad.jsonl"
    file.write_text('{"format": 1, "what": "learn progress"}\nnot this\n')
    said = learn("progress", "import", "bad.jsonl")
    assert (said.code, said.out) == (2, "")
    assert "bad.jsonl has 1 bad line; nothing was imported\nline 2: no JSON" in said.err


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (None, "bad.jsonl cannot be read\nNo such file or directory"),
        (b"", "bad.jsonl is empty"),
        (b"{}\n\xff", "bad.jsonl is no UTF-8 text\nline 2 holds the byte 0xff"),
    ],
)
def test_a_file_that_is_no_export_is_refused(
    learn: Learn, mine: Path, data: bytes | None, says: str
) -> None:
    if data is not None:
        (mine.parent / "bad.jsonl").write_bytes(data)
    said = learn("progress", "import", "bad.jsonl")
    assert said.code == 2
    assert says in said.err


def test_there_is_nothing_to_export_before_anything_was_kept(learn: Learn, mine: Path) -> None:
    said = learn("progress", "export", "file.jsonl")
    assert said.code == 2
    assert "there is nothing to export" in said.err
    assert not (mine.parent / "file.jsonl").exists()


def test_outside_of_a_workspace_it_says_how_to_make_one(
    learn: Learn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in (["progress"], ["progress", "export"], ["progress", "import", "x"]):
        said = learn(*arguments)
        assert (said.code, said.out) == (2, "")
        assert " init" in said.err
