"""`learn open`: the right file in the right editor."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

Learn = Callable[..., Any]
CHECKOUT = Path(__file__).resolve().parents[3]


def test_the_file_is_opened_at_the_line(learn: Learn, mine: Path, code: Path) -> None:
    said = learn("open", "01", "--line", "3")
    assert (said.code, said.out) == (0, "exercises/01_double.py    opened in code\n")
    assert code.read_text() == f"-r -g {mine}/01_double.py:3\n"


def test_without_a_name_it_is_the_current_one(
    learn: Learn, mine: Path, code: Path, passed: Callable[..., Any]
) -> None:
    passed()
    assert "02_counter.py" in learn("open").out


def test_a_terminal_editor_needs_a_terminal(
    learn: Learn, mine: Path, code: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "sh")
    said = learn("open", "01")
    assert (said.code, said.out) == (2, "")
    assert "runs in the terminal" in said.err


@pytest.mark.parametrize("line", ["0", "-1", "x"])
def test_a_line_that_is_none_is_refused(learn: Learn, mine: Path, code: Path, line: str) -> None:
    assert learn("open", "01", "--line", line).code == 2
    assert not code.exists()


def test_on_a_real_terminal_the_editor_gets_it(mine: Path, tmp_path: Path) -> None:
    (mine / "03_hasty.py").write_text("here = 1\n")
    editor = tmp_path / "ed.sh"
    editor.write_text('#!/bin/sh\necho "editing $*"; read answer; echo "got $answer"\n')
    editor.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "VISUAL": str(editor)}
    command = ["-m", "grader.cli", "open", "03", "--line", "4"]
    child = pexpect.spawn(
        sys.executable, command, cwd=str(mine.parent), env=environment, encoding="utf-8", timeout=60
    )
    child.expect(r"editing \+4 .*03_hasty.py")
    child.sendline("hello")
    child.expect("got hello")
    child.expect("ed.sh is closed")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
