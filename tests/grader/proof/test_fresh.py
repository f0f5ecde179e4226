from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from grader.catalog import Course
from grader.errors import UsageError
from grader.grading.grader import Grader
from grader.proof.desk import Desk
from grader.proof.fresh import FILES, start_exercise
from grader.proof.proving import prove


def test_a_new_exercise_is_proven_as_it_is(tmp_path: Path) -> None:
    written = start_exercise(tmp_path, "4", "running_mean")
    assert [str(path) for path in written] == [n.format(slug="04_running_mean") for n in FILES]
    course = Course(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("default")  # inherited by the template; outside it is no error
        grader = Grader(course)
    with grader:
        proof = prove(Desk(grader, course.find("4"), 2, True, lambda text: None))
    assert proof.findings == ()
    assert [answer.kind for answer in proof.answers].count("right") == 2
    assert [answer.kind for answer in proof.answers].count("wrong") == 1


def test_nothing_is_overwritten_and_nothing_half_written(tmp_path: Path) -> None:
    start_exercise(tmp_path, "04", "mean")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*.py")}
    with pytest.raises(UsageError, match="number 04 is taken"):
        start_exercise(tmp_path, "4", "median")
    mine = tmp_path / "tests" / "05_median.py"
    mine.write_text("mine")
    with pytest.raises(UsageError, match=r"05_median.py is there already"):
        start_exercise(tmp_path, "5", "median")
    assert {p: p.read_bytes() for p in tmp_path.rglob("*.py")} == before | {mine: b"mine"}


def test_a_folder_that_cannot_be_written_to_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "wrong").write_text("a file in the folder's place")
    with pytest.raises(UsageError, match="cannot be written to"):
        start_exercise(tmp_path, "5", "median")
    assert not list(tmp_path.rglob("*.py"))


@pytest.mark.parametrize(
    ("number", "name"),
    [
        *((number, "mean") for number in ("x", "100", "-1", "\u0663", "")),
        *(("1", name) for name in ("Mean", "for", "../mean", "a" * 41, "")),
    ],
)
def test_words_that_do_not_fit_are_refused(tmp_path: Path, number: str, name: str) -> None:
    with pytest.raises(UsageError, match="is no exercise's"):
        start_exercise(tmp_path, number, name)
    assert not list(tmp_path.iterdir())
