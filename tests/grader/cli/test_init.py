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


def test_the_next_steps_work_from_where_the_learner_is(
    learn: Learn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert learn("init", "my course").out.splitlines() == [
        "3 exercises copied to my course/exercises",
        "next: cd 'my course'",
        "then: open exercises/01_double.py and type learn check 01",
    ]
    monkeypatch.chdir(tmp_path / "my course")
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


def test_below_a_folder_of_exercises_that_one_is_completed(
    learn: Learn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    learn("init")
    (tmp_path / "exercises" / "02_counter.py").unlink()
    monkeypatch.chdir(tmp_path / "exercises")
    assert "1 exercise copied" in learn("init").out
    assert not (tmp_path / "exercises" / "exercises").exists()


def test_after_an_upgrade_the_way_to_the_newer_stubs_is_told(learn: Learn, tmp_path: Path) -> None:
    learn("init", str(tmp_path))
    record = tmp_path / ".learn" / "course.json"
    record.write_text(record.read_text().replace('"release": "', '"release": "0.0.1-'))
    assert "learn update brings" in learn("init", str(tmp_path)).out


def test_a_record_that_cannot_be_written_is_told(learn: Learn, tmp_path: Path) -> None:
    (tmp_path / ".learn").write_text("a file")
    said = learn("init", str(tmp_path))
    assert said.code == 2
    assert ".learn" in said.err
    assert len(said.err.splitlines()) <= 3
