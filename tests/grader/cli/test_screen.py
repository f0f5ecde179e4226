"""The screens of the workspace's commands against their golden texts."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from grader.cli.doctor import tell
from grader.cli.screen import Screen, asked, styles_of, when
from grader.doctor.finding import Finding, State
from grader.doctor.machine import _isolation
from grader.errors import UsageError
from grader.grading.isolation import PURPOSES
from grader.progress.events import Event, Kind
from grader.render.clean import cell_width
from grader.render.look import Look
from grader.report import Layer
from grader.versions.update import Updated

Learn = Callable[..., Any]
MINE = "import torch\n\n\ndef double(x):\n    return x + x  # \u00e4 \x1b[2J\n"
LAYERS = [
    *(Layer(name, True) for name in PURPOSES if name not in ("Landlock", "seccomp", "own root")),
    Layer("own root", False, "Operation not permitted"),
    Layer("Landlock", False, "needs Linux 5.13"),
    Layer("seccomp", True, "127 system calls allowed"),
]
FINDINGS = [
    Finding("python", "python", State.OK, "3.11.7 (/usr/bin/python3)"),
    Finding("grader", "first check", State.BAD, "ImportError: libc10.so", "pip install torch"),
    *_isolation(LAYERS),
    Finding("workspace", "folder", State.NOTE, "no folder from /tmp upwards", "learn init"),
]
LOOKS = [(80, False), (80, True), (120, False), (120, True)]


@pytest.fixture(params=LOOKS, ids=lambda p: f"{p[0]}{'.color' if p[1] else ''}")
def look(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, one_color: None
) -> Iterator[Look]:
    made = Look(request.param[0], request.param[1], "utf-8")
    for module in ("screen", "read"):
        monkeypatch.setattr(f"grader.cli.{module}.look_of", lambda *_, **__: made)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield made
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def screens(
    learn: Learn,
    mine: Path,
    passed: Callable[..., Event],
    happened: Callable[..., Event],
) -> dict[str, Callable[[], str]]:
    """Each screen by its name."""
    file = mine / "01_double.py"

    def said(*arguments: str) -> str:
        answer = learn(*arguments)
        return answer.out + answer.err

    def work() -> None:
        file.write_text(MINE, encoding="utf-8")

    def reset() -> str:
        work()
        return said("reset", "01")

    def undo() -> str:
        reset()
        return said("undo")

    def undo_refused() -> str:
        reset()
        file.write_text("newer = 1\n")
        return said("undo")

    def history() -> str:
        failed = {"passed": False, "points": 1, "possible": 5, "title": "rectangle"}
        happened(Kind.ATTEMPT, text="a", **failed)
        happened(Kind.ATTEMPT, text="b", **{**failed, "title": "a case with a long title " * 4})
        passed(MINE)
        happened(Kind.RESET, text=MINE)
        work()
        return said("history", "01")

    def restore() -> str:
        passed("passed = 1\n")
        work()
        return said("restore", "01@1")

    def diff() -> str:
        passed("passed = 1\n")
        work()
        return said("diff", "01@1")

    def solution() -> str:
        passed()
        return said("solution", "01")

    def solution_diff() -> str:
        passed()
        work()
        return said("solution", "01", "--diff")

    return {
        "reset": reset,
        "undo": undo,
        "undo_refused": undo_refused,
        "history": history,
        "restore": restore,
        "diff": diff,
        "solution": solution,
        "solution_diff": solution_diff,
        "solution_locked": lambda: said("solution", "01"),
        "read": lambda: said("read", "01"),
        "doctor": lambda: _printed(FINDINGS),
    }


def _printed(found: list[Finding]) -> str:
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as out:
        tell(Screen(), found)
    return out.getvalue()


NAMES = ("reset", "undo", "undo_refused", "history", "restore", "diff", "solution")
MORE = ("solution_diff", "solution_locked", "read", "doctor")


@pytest.mark.parametrize("name", [*NAMES, *MORE])
def test_a_screen_is_as_its_golden_text(
    look: Look,
    screens: dict[str, Callable[[], str]],
    golden: Callable[[str, str], None],
    name: str,
) -> None:
    text = screens[name]()
    golden(f"workspace/{name}.{look.width}{'.color' if look.color else ''}.txt", text)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert "\x1b" not in bare
    assert (bare != text) == (look.color and name != "solution_locked")
    if name not in ("diff", "solution", "solution_diff"):  # lines of code are the terminal's
        assert max(map(cell_width, bare.split("\n"))) <= look.width


def test_the_lines_of_a_diff_have_their_colours() -> None:
    lines = ["--- a", "+++ b", "@@ -1 +1 @@", "-x", "+y", " z"]
    assert styles_of(lines) == ["strong", "strong", "quiet", "bad", "good", ""]


def test_a_stream_without_unicode_gets_escapes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("grader.cli.screen.look_of", lambda *_, **__: Look(80, False, "ascii"))
    screen = Screen()
    screen.line("\u00e4")
    screen.code(["# \u00e4"])
    screen.python("# \u00e4\n")
    assert capsys.readouterr().out == "\\xe4\n# \\xe4\n# \\xe4\n"


def test_a_moment_is_told_to_the_minute() -> None:
    assert re.fullmatch(r"2023-11-1[45] \d\d:\d\d", when(1_700_000_000.0))


def test_where_nobody_can_be_asked_the_command_is_told() -> None:
    assert asked("sure", True, "")
    with pytest.raises(UsageError) as caught:
        asked("sure", False, "learn x --yes")
    assert str(caught.value).split("\n") == [
        "sure?",
        "there is nobody to ask here",
        "learn x --yes",
    ]


def test_an_update_is_told_file_by_file(
    look: Look, golden: Callable[[str, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    from grader.cli.update import tell as tell_update

    screen = Screen()
    done = Updated("0.1.0", "0.2.0", same=29)
    done.added = ["exercises/34_extra.py"]
    done.replaced = ["exercises/04_matmul_no_loops.py"]
    done.beside = [("exercises/03_matmul.py", "exercises/03_matmul.py.new")]
    done.left = ["exercises/07_old.py"]
    done.refused = [("exercises/08_link.py", "exercises/08_link.py is a link: it points to x")]
    tell_update(screen, done)
    screen.show()
    name = f"workspace/update.{look.width}{'.color' if look.color else ''}.txt"
    golden(name, capsys.readouterr().out)


def test_click_s_own_question_is_asked_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "confirm", lambda question: question == "sure")
    assert asked("sure", False, "")
