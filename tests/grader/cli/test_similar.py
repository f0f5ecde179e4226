"""`learn grade --similar`: what is listed, and how it is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import Course
from grader.classroom import Choice, Plan
from grader.cli.similar import _ranges, lines, look, write
from grader.errors import UsageError
from grader.gradebook import Rubric
from grader.grading.grader import Grader
from grader.intake import collect

OWN = """
def double(x):
    total = x.clone()
    for row in range(len(x)):
        while total[row] < 2 * x[row]:
            total[row] += max(x[row], 1) if x[row] > 0 else min(x[row], -1)
    return total.reshape(x.shape).to(x.dtype)
"""
OTHER = """
def double(x):
    if not hasattr(x, "tolist"):
        raise TypeError("a text")
    return type(x)([number * 2 for number in x.flatten().tolist() if number is not None]).view(3)
"""


@pytest.fixture
def make(tmp_path: Path, grader: Grader) -> Callable[[dict[str, str | bytes]], tuple[Course, Plan]]:
    def made(files: dict[str, str | bytes]) -> tuple[Course, Plan]:
        for name, content in files.items():
            path = tmp_path / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        intake = collect([tmp_path / "in"], grader.course)
        return grader.course, Plan(grader.course, intake, Rubric(), Choice())

    return made


Make = Callable[[dict[str, str | bytes]], tuple[Course, Plan]]


def test_a_renamed_copy_is_listed_and_a_bomb_an_unreadable_file_and_the_stub_harm_nobody(
    make: Make, tmp_path: Path
) -> None:
    course, plan = make({
        "ann/01_double.py": OWN,
        "ben/01_double.py": "# all mine\n" + OWN.replace("total", "result").replace("row", "k"),
        "cid/01_double.py": OTHER,
        "dan/01_double.py": "(" * 50_000,
        "eve/01_double.py": b"\0",
        "fay/01_double.py": (plan_stub := "def double(x):\n    raise NotImplementedError\n"),
        "gil/01_double.py": plan_stub,
    })  # fmt: skip
    found = look(course, plan)
    assert list(lines(found)) == [
        "01_double: 1 alike among 3, 3 too short to tell",
        "  100 %  ann and ben",
        "         lines 3-6 and 4-7",
        "alike is no verdict: short answers to one question often are; read both",
    ]
    write(found, tmp_path / "similar.json")
    record = json.loads((tmp_path / "similar.json").read_text())
    (exercise,) = record["exercises"]
    assert exercise["exercise"] == "01_double"
    assert exercise["pairs"][0]["first_lines"] == [
        line - 1 for line in exercise["pairs"][0]["second_lines"]
    ]
    with pytest.raises(UsageError, match="cannot be written"):
        write(found, tmp_path / "nowhere" / "similar.json")


def test_where_nothing_is_alike_that_is_said(make: Make) -> None:
    found = look(*make({"ann/01_double.py": OWN, "cid/01_double.py": OTHER}))
    assert list(lines(found)) == ["01_double: none alike among 2"]


def test_only_the_latest_attempt_of_a_student_counts(make: Make) -> None:
    files = {"ann/01_double.py": OTHER, "ben/01_double.py": OWN}
    course, plan = make(files)
    (read,) = [each for each in plan.read if each.submission.student.id == "ben"]
    other = next(each for each in plan.read if each.submission.student.id == "ann")
    older = type(read.submission)(
        read.submission.student, "01_double", other.submission.source, attempt=0
    )
    plan.read.append(type(read)(older, "older"))
    assert look(course, plan)["01_double"].pairs == ()


def test_lines_are_told_as_ranges() -> None:
    assert _ranges((3, 4, 7, 12, 30, 40, 50, 60)) == "3-7, 12, 30, 40 ..."
