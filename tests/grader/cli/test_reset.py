"""`learn reset`: the stub again, and not a byte lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.grading.grader import Grader

Learn = Callable[..., Any]


def test_the_stub_comes_back_and_the_version_is_named(
    learn: Learn, mine: Path, grader: Grader
) -> None:
    file = mine / "01_double.py"
    file.write_bytes(b"mine = 1\r\n")
    said = learn("reset", "01")
    assert said.code == 0
    assert "your version is kept as 01@1" in said.out
    assert file.read_bytes() == grader.course.find("01").stub.read_bytes()
    assert learn("restore", "01@1").code == 0
    assert file.read_bytes() == b"mine = 1\r\n"


def test_an_untouched_stub_is_said_to_be_one(learn: Learn, mine: Path) -> None:
    said = learn("reset", "01")
    assert (said.code, said.out) == (0, "exercises/01_double.py is the untouched stub already\n")


def test_all_are_reset_as_one_change(learn: Learn, mine: Path) -> None:
    for name in ("01_double", "02_counter"):
        (mine / f"{name}.py").write_text(f"{name} = 1\n".replace("0", "x"))
    said = learn("reset", "--all", "--yes")
    assert "2 of 3 files reset, 1 untouched" in said.out
    assert learn("undo").code == 0
    assert (mine / "02_counter.py").read_text() == "x2_counter = 1\n"
    assert (mine / "01_double.py").read_text() == "x1_double = 1\n"


def test_one_that_cannot_be_reset_does_not_stop_the_others(learn: Learn, mine: Path) -> None:
    (mine / "01_double.py").unlink()
    (mine / "01_double.py").mkdir()
    (mine / "02_counter.py").write_text("mine = 1\n")
    said = learn("reset", "--all", "--yes")
    assert said.code == 2
    assert "left as it is   exercises/01_double.py is a folder" in said.out
    assert "02_counter.py   is the stub again" in said.out


def test_all_is_asked_for_first(learn: Learn, mine: Path) -> None:
    (mine / "01_double.py").write_text("mine = 1\n")
    said = learn("reset", "--all")
    assert said.code == 2
    assert "learn reset --all --yes" in said.err
    assert (mine / "01_double.py").read_text() == "mine = 1\n"


def test_a_name_or_all_is_needed_and_not_both(learn: Learn, mine: Path) -> None:
    assert "which exercise?" in learn("reset").err
    assert learn("reset", "01", "--all").code == 2


def test_a_missing_file_is_made(learn: Learn, mine: Path) -> None:
    (mine / "01_double.py").unlink()
    said = learn("reset", "01")
    assert (said.code, said.out) == (0, "exercises/01_double.py   is the stub again\n")
    assert (mine / "01_double.py").exists()
