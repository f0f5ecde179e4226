"""The learner's editor: found, told the line, and never waited for when it has a window."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from grader.editor import Editor, find_editor, open_file
from grader.errors import UsageError


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder of editors that write down how they were called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("code", "vim", "nano", "emacsclient", "subl", "my editor"):
        path = folder / name
        path.write_text(f'#!/bin/sh\nfor a in "$@"; do echo "$a"; done > "{folder}/said"\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return folder


def environ(programs: Path, **named: str) -> dict[str, str]:
    return {"PATH": f"{programs}:/bin:/usr/bin", **named}


@pytest.mark.parametrize(
    ("named", "name", "window"),
    [
        ({"VISUAL": "code --wait"}, "code", True),
        ({"VISUAL": "code", "EDITOR": "vim"}, "code", True),
        ({"EDITOR": "vim"}, "vim", False),
        ({"VISUAL": " ", "EDITOR": "nano"}, "nano", False),
        ({"VISUAL": "emacsclient"}, "emacsclient", False),
        ({"VISUAL": "emacsclient -n"}, "emacsclient", True),
        ({"VISUAL": "'my editor' -x"}, "my editor", False),
        ({}, "code", True),
    ],
)
def test_visual_goes_before_editor_and_vs_code_is_the_last_resort(
    programs: Path, named: dict[str, str], name: str, window: bool
) -> None:
    editor = find_editor(environ(programs, **named))
    assert (editor.name, editor.window) == (name, window)
    assert "--wait" not in editor.command


def test_a_wish_goes_before_all(programs: Path) -> None:
    assert find_editor(environ(programs, VISUAL="code"), "vim -R").command == ("vim", "-R")


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ({"PATH": "/nowhere"}, "there is no editor"),
        ({"VISUAL": "nosucheditor"}, "there is no such program"),
        ({"VISUAL": "'open quote"}, "that is no command"),
        ({"VISUAL": "--wait"}, "there is no such program"),
    ],
)
def test_an_editor_that_is_not_there_is_told(named: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        find_editor({"PATH": "/bin", **named})
    assert "export VISUAL" in str(caught.value) or "no command" in says


@pytest.mark.parametrize(
    ("command", "window", "line", "words"),
    [
        (("code",), True, 7, ["code", "-r", "-g", "a b.py:7"]),
        (("code", "-r"), True, 7, ["code", "-r", "-g", "a b.py:7"]),
        (("code",), True, None, ["code", "-r", "a b.py"]),
        (("subl",), True, 7, ["subl", "a b.py:7"]),
        (("kate",), True, 7, ["kate", "-l", "7", "a b.py"]),
        (("gvim",), True, None, ["gvim", "a b.py"]),
        (("vim",), False, 7, ["vim", "+7", "a b.py"]),
        (("hx",), False, 7, ["hx", "a b.py:7"]),
        (("emacsclient", "-n"), True, 7, ["emacsclient", "-n", "a b.py"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(
    command: tuple[str, ...], window: bool, line: int | None, words: list[str]
) -> None:
    assert Editor(command, window, "x").words(Path("a b.py"), line) == words


def test_braces_in_a_name_are_a_name() -> None:
    editor = Editor(("vim",), False, "x")
    assert editor.words(Path("{line}{0}.py"), 3)[-1].endswith("{0}.py")


def test_an_editor_with_a_window_is_started_and_left_alone(programs: Path) -> None:
    (programs / "code").write_text("#!/bin/sh\nexec sleep 600 <&- >&- 2>&-\n")
    said = open_file(Path("a.py"), 3, environ=environ(programs, VISUAL="code"))
    assert said == "opened in code"
    from grader.editor import _STARTED

    child = _STARTED[-1]
    assert child.poll() is None  # it runs on, and nobody waits for it
    assert os.getsid(child.pid) == child.pid  # a Ctrl-C here does not reach it
    child.kill()
    child.wait()


def test_one_that_cannot_start_is_told(programs: Path) -> None:
    (programs / "code").write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(UsageError, match="ended at once with exit code 3"):
        open_file(Path("a.py"), environ=environ(programs, VISUAL="code"))


def test_an_editor_in_the_terminal_is_not_started_where_it_is_not_free(programs: Path) -> None:
    with pytest.raises(UsageError, match="vim runs in the terminal"):
        open_file(Path("a.py"), environ=environ(programs, VISUAL="vim"))
    assert not (programs / "said").exists()


def test_an_editor_in_the_terminal_has_it_until_it_ends(programs: Path) -> None:
    said = open_file(Path("a b.py"), 3, environ=environ(programs, VISUAL="vim"), terminal=True)
    assert said == "vim is closed"
    assert (programs / "said").read_text() == "+3\na b.py\n"
    (programs / "vim").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(UsageError, match="exit code 1"):
        open_file(Path("a.py"), environ=environ(programs, VISUAL="vim"), terminal=True)
