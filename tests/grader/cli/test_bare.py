"""`learn` alone: on a terminal and without one, with a workspace and without."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from grader.catalog import Course
from grader.progress.events import Event, Kind
from grader.progress.store import Progress
from grader.workspace import start_workspace

CHECKOUT = Path(__file__).resolve().parents[3]
DRIVER = Path(__file__).parents[1] / "watch" / "driver.py"


@pytest.fixture
def course(make_course: Callable[..., Course], monkeypatch: pytest.MonkeyPatch) -> Course:
    made = make_course()
    monkeypatch.setenv("LEARN_COURSE", str(made.root))
    return made


@pytest.fixture
def workspace(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "mine"
    start_workspace(course, root)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def typed(course: Course, tmp_path: Path) -> Any:
    """`learn` on a terminal, in an empty folder."""
    folder = tmp_path / "empty"
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "TERM": "xterm"}
    for name in ("NO_COLOR", "COLUMNS"):
        environment.pop(name, None)
    child = pexpect.spawn(
        sys.executable, [str(DRIVER), str(course.root)], cwd=str(folder), env=environment,
        encoding="utf-8", timeout=60,
    )  # fmt: skip
    yield child
    child.close(force=True)


def test_without_a_terminal_it_tells_the_status_and_the_next_command(
    learn: Any, workspace: Path
) -> None:
    said = learn()
    assert said.code == 0
    assert said.out == (
        "01 Double a tensor\n"
        "  todo\n"
        "  exercises/01_double.py\n"
        "Progress [>-------------------] 0/3\n"
        "\n"
        "learn check 01    grades it\n"
        "learn watch    on a terminal, checks at every save\n"
    )


def test_the_status_is_the_same_from_a_folder_below(
    learn: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = workspace / "exercises" / "deeper"
    below.mkdir()
    monkeypatch.chdir(below)
    said = learn()
    assert said.code == 0
    assert said.out.startswith("01 Double a tensor")


def test_the_status_tells_attempts_and_hints(learn: Any, workspace: Path) -> None:
    with Progress(workspace) as progress:
        progress.add(Event(Kind.ATTEMPT, "02_counter", {"passed": False, "started": True}))
        progress.add(Event(Kind.HINT, "02_counter", {"number": 1}))
    said = learn()
    assert "02 Count what was seen\n  tried, 1 attempt, 1 hint used\n" in said.out


def test_without_a_workspace_and_a_terminal_it_says_the_command(
    learn: Any, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = learn()
    assert said.code == 2
    assert said.out == ""
    assert f"learn --course {course.root} init my-course" in said.err


def test_when_all_is_done_it_says_what_is_left(learn: Any, course: Course, workspace: Path) -> None:
    with Progress(workspace) as progress:
        for exercise in course.exercises:
            data = {"passed": True, "started": True, "suite": exercise.digest}
            progress.add(Event(Kind.ATTEMPT, exercise.slug, data))
    said = learn()
    assert said.code == 0
    assert "all 3 exercises passed" in said.out


def test_without_a_workspace_enter_accepts_the_folder(typed: Any, tmp_path: Path) -> None:
    typed.expect(re.escape("[./my-course]"))
    typed.send("\r")
    typed.expect(pexpect.EOF)
    typed.wait()
    assert typed.exitstatus == 0
    assert (tmp_path / "empty" / "my-course" / "exercises" / "01_double.py").exists()
    assert "cd ./my-course && learn" in typed.before


def test_without_a_workspace_ctrl_c_makes_nothing(typed: Any, tmp_path: Path) -> None:
    typed.expect(re.escape("[./my-course]"))
    typed.send("\x03")
    typed.expect(pexpect.EOF)
    typed.wait()
    assert typed.exitstatus == 130
    assert list((tmp_path / "empty").iterdir()) == []


def test_help_imports_click_alone() -> None:
    script = (
        "import sys\nfrom grader.cli.main import main\nmain(['--help'])\n"
        "sys.exit([m for m in ('torch', 'rich', 'sqlite3', 'grader.watch', 'grader.render')"
        " if m in sys.modules])"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stderr.strip() in ("", "[]")
