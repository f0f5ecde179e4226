"""`learn init`: a folder to work in, and never a file of the learner's lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Learn = Callable[..., Any]


def test_exercises_are_copied_and_the_next_step_is_told(
    learn: Learn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = learn("init")
    assert said.code == 0
    assert said.out.splitlines() == [
        "3 exercises copied to exercises",
        "next: open exercises/01_double.py",
        "then: learn check 01",
    ]
    assert learn("check", "01").code == 1


def test_files_that_are_there_are_kept(learn: Learn, tmp_path: Path) -> None:
    mine = tmp_path / "mine" / "exercises" / "01_double.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("my work")
    said = learn("init", str(tmp_path / "mine"))
    assert said.code == 0
    assert "already there and left as they are: 1" in said.out
    assert mine.read_text() == "my work"
    assert "0 exercises copied" in learn("init", str(tmp_path / "mine")).out


def test_a_folder_that_is_a_file_is_refused(learn: Learn, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = learn("init", str(tmp_path / "file"))
    assert said.code == 2
    assert "file" in said.err
