"""Which exercise a file's name means."""

from __future__ import annotations

import pytest

from grader.catalog import Course
from grader.intake.names import Names, is_litter


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("01_double.py", ("01_double", 0)),
        ("01_Double.PY", ("01_double", 0)),
        ("01-double.ipynb", ("01_double", 0)),
        ("double.py", ("01_double", 0)),
        ("01.py", ("01_double", 0)),
        ("1.py", ("01_double", 0)),
        ("exercise_2.py", ("02_counter", 0)),
        ("01_double-1.py", ("01_double", 1)),
        ("01_double-12.py", ("01_double", 12)),
        ("01_double (2).py", ("01_double", 2)),
        ("01_double_copy.py", ("01_double", 1)),
        ("04_unknown.py", None),
        ("helpers.py", None),
        ("01_double.txt", None),
        ("01_double", None),
        (".py", None),
    ],
)
def test_a_name_means_an_exercise_and_how_often_it_came_again(
    course: Course, name: str, found: tuple[str, int] | None
) -> None:
    assert Names(course).exercise(name) == found


def test_one_exercise_for_all_files_still_reads_how_often_they_came(course: Course) -> None:
    names = Names(course, course.find("02"))
    assert names.exercise("solution.py") == ("02_counter", 0)
    assert names.exercise("solution-3.py") == ("02_counter", 3)
    assert names.exercise("01_double.py") == ("02_counter", 0)
    assert names.exercise("notes.pdf") is None


def test_a_name_that_means_nothing_is_told_why(course: Course) -> None:
    names = Names(course)
    assert names.why_not("a.pdf") == ".pdf is neither .py nor .ipynb"
    assert "01_double.py" in names.why_not("solution.py")


@pytest.mark.parametrize(
    "path",
    [
        "__MACOSX/a/._01_double.py", "a/.DS_Store", "a/__pycache__/x.pyc", "a/.git/config",
        "a/.ipynb_checkpoints/01-checkpoint.ipynb", "._01_double.py",
    ],
)  # fmt: skip
def test_what_systems_leave_about_is_nobody_s(path: str) -> None:
    assert is_litter(path)
    assert not is_litter("a/01_double.py")
