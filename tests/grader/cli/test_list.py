"""`learn list`: the course outside of a workspace, the learner's way through it inside."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.grading.grader import Grader
from grader.progress.events import Event, Kind
from grader.progress.store import Progress
from grader.render.clean import cell_width
from grader.render.look import Look
from grader.workspace import start_workspace

Learn = Callable[..., Any]


@pytest.fixture
def workspace(grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which 01 is passed, 02 was tried, and 03 is open."""
    start_workspace(grader.course, tmp_path)
    suite = grader.course.find("01").digest
    passed = {"passed": True, "devices": {"cpu": True, "cuda": False}, "suite": suite}
    with Progress(tmp_path) as progress:
        progress.add(
            Event(Kind.ATTEMPT, "01_double", {"passed": False, "case": "a"}, at=1.0),
            Event(Kind.ATTEMPT, "01_double", passed, at=2.0),
            Event(Kind.HINT, "02_counter", {"number": 1}, at=3.0),
            Event(Kind.ATTEMPT, "02_counter", {"passed": False, "case": "a"}, at=4.0),
        )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_outside_of_a_workspace_every_exercise_is_a_line_with_its_file(learn: Learn) -> None:
    said = learn("list")
    lines = said.out.splitlines()
    assert said.code == 0
    assert lines[0].split() == ["01", "Double", "a", "tensor", "exercises/01_double.py"]
    assert [line[:2] for line in lines[:3]] == ["01", "02", "03"]
    assert lines[-1].startswith("learn check 01")


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_in_a_workspace_it_is_a_table_of_how_far_the_learner_is(
    learn: Learn, workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[..., None],
    width: int, color: bool,
) -> None:  # fmt: skip
    look = Look(width, color)
    monkeypatch.setattr("grader.cli.screen.look_of", lambda *_, **__: look)
    said = learn("list")
    assert said.code == 0
    assert max(map(cell_width, re.sub(r"\x1b\[[\d;]*m", "", said.out).split("\n"))) <= width
    golden(f"list/workspace.{width}{'.color' * color}.txt", said.out)


def test_newer_checks_suggest_another_check_and_take_no_pass_back(
    learn: Learn, workspace: Path, grader: Grader
) -> None:
    old = {"passed": True, "devices": {"cpu": True}, "suite": "another"}
    with Progress(workspace) as progress:
        progress.add(Event(Kind.ATTEMPT, "03_hasty", old, at=9.0))
    said = learn("list")
    assert "learn check 03    re-check suggested: the course has newer checks" in said.out
    assert said.out.count("passed ") >= 2
    row = json.loads(learn("list", "--json").out)[2]
    assert (row["status"], row["recheck"]) == ("passed", True)


def test_json_says_what_the_table_says(learn: Learn, workspace: Path) -> None:
    rows = json.loads(learn("list", "--json").out)
    assert rows[0] == {
        "slug": "01_double",
        "title": "Double a tensor",
        "file": "exercises/01_double.py",
        "status": "passed",
        "attempts": 2,
        "repeats": 0,
        "hints": 0,
        "first_pass": "1970-01-01T00:00:02Z",
        "devices": {"cpu": True, "cuda": False},
        "revealed": False,
        "recheck": False,
    }
    assert (rows[1]["status"], rows[1]["hints"], rows[1]["first_pass"]) == ("tried", 1, None)


def test_json_outside_of_a_workspace_has_the_same_names(learn: Learn) -> None:
    rows = json.loads(learn("list", "--json").out)
    assert (rows[1]["slug"], rows[1]["status"], rows[1]["attempts"]) == ("02_counter", "todo", 0)


def test_a_store_that_cannot_be_read_is_said(learn: Learn, workspace: Path) -> None:
    (workspace / ".learn" / "progress.db").write_bytes(b"nonsense" * 1000)
    said = learn("list")
    assert (said.code, said.out) == (2, "")
    assert "is damaged" in said.err
    assert "learn doctor --repair" in said.err


@pytest.mark.parametrize("kept", [False, True])
def test_a_list_loads_neither_torch_nor_rich_nor_a_store_that_is_not_there(
    tmp_path: Path, kept: bool
) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "01_first_tensor.py").write_text("")
    if kept:
        with Progress(tmp_path) as progress:
            progress.add(Event(Kind.HINT, "01_first_tensor"))
    script = (
        "import sys; from grader.cli.main import main; main(['list'])\n"
        "heavy = {'torch', 'numpy', 'rich', 'pytest', 'sqlite3', 'hashlib'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == ("['sqlite3']" if kept else "[]")
    assert (tmp_path / ".learn").exists() is kept
