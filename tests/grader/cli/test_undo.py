"""`learn undo`: takes back the last change, or says why it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Learn = Callable[..., Any]


def test_a_reset_is_taken_back(learn: Learn, mine: Path) -> None:
    (mine / "01_double.py").write_text("mine = 1\n")
    learn("reset", "01")
    said = learn("undo")
    assert (said.code, said.out) == (0, "exercises/01_double.py   is as it was before the reset\n")
    assert (mine / "01_double.py").read_text() == "mine = 1\n"


def test_work_done_since_is_kept_and_left_in_the_file(learn: Learn, mine: Path) -> None:
    file = mine / "01_double.py"
    file.write_text("mine = 1\n")
    learn("reset", "01")
    file.write_text("newer = 1\n")
    said = learn("undo")
    assert said.code == 2
    assert "learn restore 01@1" in said.out
    assert file.read_text() == "newer = 1\n"
    learn("restore", "01@1")
    assert file.read_text() == "mine = 1\n"
    learn("restore", "01@2")
    assert file.read_text() == "newer = 1\n"


def test_nothing_to_undo_is_said(learn: Learn, mine: Path) -> None:
    said = learn("undo")
    assert (said.code, said.out) == (2, "")
    assert "there is nothing to undo" in said.err
