"""`learn check`: which file is graded, what is printed, which exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.grading.grader import Grader
from grader.render.json_report import from_json
from grader.workspace import start_workspace

Learn = Callable[..., Any]
ADDS = "def double(x):\n    return x + 2\n"


@pytest.fixture
def workspace(grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder of a learner's, in which they are."""
    start_workspace(grader.course, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "exercises"


def test_an_untouched_file_is_answered_without_a_grader(
    learn: Learn, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.cli.check.Grader", None)
    said = learn("check", "01")
    assert said.code == 1
    assert "not started: line 11 still raises NotImplementedError" in said.out
    assert "exercises/01_double.py:11" in said.out


@pytest.mark.parametrize("name", ["1", "01", "double", "01_double", "exercises/01_double.py"])
def test_every_name_of_an_exercise_grades_the_learner_s_file(
    learn: Learn, workspace: Path, right: str, name: str
) -> None:
    (workspace / "01_double.py").write_text(right)
    said = learn("check", name)
    assert said.code == 0, said
    assert "01 Double a tensor" in said.out
    assert "passed" in said.out
    assert "next: 02 Count what was seen" in said.out
    assert said.err == ""


def test_a_mistake_is_shown_with_its_way_to_repeat_it(learn: Learn, workspace: Path) -> None:
    (workspace / "01_double.py").write_text(ADDS)
    said = learn("check", "01")
    assert said.code == 1
    assert "looks like: You add 2 where you should multiply by it." in said.out
    assert "again: learn check 01 --only example --seed 1" in said.out
    assert "hint: learn hint 01" in said.out
    assert "\x1b" not in said.out
    again = learn("check", "01", "--only", "example", "--seed", "1")
    assert again.code == 1
    assert "rectangle" not in again.out


def test_another_file_is_graded_by_its_path_or_its_option(
    learn: Learn, workspace: Path, right: str
) -> None:
    other = workspace / "mine.py"
    other.write_text(right)
    assert learn("check", "01", "--file", str(other)).code == 0
    copied = workspace.parent / "01_double.py"
    copied.write_text(right)
    assert learn("check", "--file", str(copied)).code == 0
    assert learn("check", str(copied)).code == 0
    assert learn("check", "01").code == 1  # the workspace's own is untouched


def test_all_exercises_are_one_line_each(learn: Learn, workspace: Path, right: str) -> None:
    (workspace / "01_double.py").write_text(right)
    said = learn("check", "--all")
    lines = said.out.splitlines()
    assert said.code == 1
    assert [line[:2] for line in lines[:3]] == ["01", "02", "03"]
    assert lines[3:] == ["", "1 of 3 passed", "Progress [######>-------------] 1/3"]
    assert "passed" in lines[0]
    assert "5 of 5 points" in lines[0]
    assert "not passed" in lines[1]


def test_no_suite_is_opened_before_the_template_is_made(
    learn: Learn, workspace: Path, right: str, grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "02_counter.py").write_text("class Counter:\n    pass\n")
    opened: list[str] = []

    class Watched:
        def __init__(self, course: Any, lean: bool, eager: bool) -> None:
            suites = [e.__dict__.keys() & {"settings", "cases"} for e in course.exercises]
            assert not any(suites), suites
            opened.append("template")

        def __enter__(self) -> Grader:
            return grader

        def __exit__(self, *_: object) -> None:
            pass

    for exercise in grader.course.exercises:
        for name in ("settings", "cases"):
            exercise.__dict__.pop(name, None)
    monkeypatch.setattr("grader.cli.check.Grader", Watched)
    learn("check", "--all")
    assert opened == ["template"]


def test_json_is_one_report_or_a_list_of_them(learn: Learn, workspace: Path) -> None:
    (workspace / "01_double.py").write_text("def double(x):\n    raise ValueError('\\ud800')\n")
    said = learn("check", "01", "--json")
    report = from_json(said.out)
    assert (report.exercise, report.exit_code, said.code) == ("01_double", 1, 1)
    assert said.out.isascii()
    both = json.loads(learn("check", "01", "02", "--json").out)
    assert [each["exercise"] for each in both] == ["01_double", "02_counter"]


def test_what_a_submission_says_cannot_paint_over_the_screen(learn: Learn, workspace: Path) -> None:
    evil = (
        "def double(x):\n"
        "    print('\\x1b[2J\\x1b[H01 passed\\r 5 of 5 \\u202e')\n"
        "    raise ValueError('\\x1b]0;title\\x07 \\ud800 \\0')\n"
    )
    (workspace / "01_double.py").write_text(evil)
    said = learn("check", "01")
    assert said.code == 1
    assert not set("\x1b\x07\r\0\u202e") & set(said.out)
    assert "  | " in said.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "nine"], "there is no exercise 'nine'"),
        (["check", "--all", "01"], "--all goes without a name"),
        (["check", "--all", "--file", "x.py"], "--all goes without a name"),
        (["check", "01", "02", "--file", "x.py"], "--file goes with one exercise"),
        (["check", "--file", "mine.py"], "there is no exercise 'mine.py'"),
        (["check", "01", "--device", "toaster"], "toaster"),
        (["check", "01", "--seed", "-1"], "-1"),
        (["check", "01", "--seed", "one"], "one"),
        (["check", "01", "--frobnicate"], "frobnicate"),
    ],
)
def test_a_wrong_word_is_exit_2_with_the_way_out(
    learn: Learn, workspace: Path, arguments: list[str], says: str
) -> None:
    said = learn(*arguments)
    assert (said.code, said.out) == (2, "")
    assert says in said.err
    assert "Traceback" not in said.err


def test_an_unknown_case_is_exit_2_with_the_closest(
    learn: Learn, workspace: Path, right: str
) -> None:
    (workspace / "01_double.py").write_text(right)
    said = learn("check", "01", "--only", "rectangel")
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines() == [
        "01_double has no case 'rectangel'",
        "the closest are 'rectangle'",
        "learn check 01 --only rectangle",
    ]


def test_without_a_workspace_the_way_to_one_is_told(
    learn: Learn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = learn("check", "01")
    assert said.code == 2
    assert " init" in said.err
