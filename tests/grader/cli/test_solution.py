"""`learn solution`: locked, unlocked, given up, and by the course's policy."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from grader.catalog import bundled_course
from grader.grading.grader import Grader
from grader.progress.events import Kind
from grader.progress.kept import events_of
from grader.progress.standing import Status, standings
from grader.workspace import start_workspace

Learn = Callable[..., Any]
CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture
def policy(grader: Grader) -> Iterator[Callable[[str], None]]:
    path = grader.course.root / "solutions" / "policy"
    yield lambda word: (path.write_text(word), None)[1]
    path.unlink(missing_ok=True)


def status(mine: Path) -> Status:
    return standings(events_of(mine.parent))["01_double"].status


def test_it_is_locked_before_a_pass(learn: Learn, mine: Path) -> None:
    said = learn("solution", "01")
    assert (said.code, said.out) == (2, "")
    assert "is locked" in said.err
    assert events_of(mine.parent) == []


def test_a_pass_unlocks_it(learn: Learn, mine: Path, right: str) -> None:
    (mine / "01_double.py").write_text(right)
    assert learn("check", "01").code == 0
    said = learn("solution", "01")
    assert said.code == 0
    assert "return x * 2" in said.out
    assert status(mine) is Status.PASSED
    assert learn("solution", "01", "--diff").out.splitlines()[1] == "+++ solution of 01"
    (mine / "01_double.py").write_text(right.lstrip())
    same = learn("solution", "01", "--diff")
    assert (same.code, same.out) == (0, "your file is the solution, line by line\n")


def test_giving_up_is_recorded_as_revealed_never_as_passed(
    learn: Learn, mine: Path, right: str
) -> None:
    refused = learn("solution", "01", "--give-up")
    assert (refused.code, refused.out) == (2, "")
    assert "learn solution 01 --give-up --yes" in refused.err
    said = learn("solution", "01", "--give-up", "--yes")
    assert said.code == 0
    assert "return x * 2" in said.out
    assert status(mine) is Status.REVEALED
    assert learn("solution", "01").code == 0  # once is for good
    assert [event.kind for event in events_of(mine.parent)] == [Kind.REVEALED]
    (mine / "01_double.py").write_text(right)
    learn("check", "01")
    assert status(mine) is Status.PASSED


@pytest.mark.parametrize("yes", [True, False])
def test_on_a_terminal_it_asks(
    learn: Learn, mine: Path, monkeypatch: pytest.MonkeyPatch, yes: bool
) -> None:
    monkeypatch.setattr("grader.cli.solution.asked", lambda *_: yes)
    said = learn("solution", "01", "--give-up")
    assert (said.code, "return x * 2" in said.out) == ((0, True) if yes else (1, False))
    assert len(events_of(mine.parent)) == yes


def test_the_course_can_keep_it_always_shut(
    learn: Learn, mine: Path, passed: Callable[..., Any], policy: Callable[[str], None]
) -> None:
    policy("never\n")
    passed()
    for more in ([], ["--give-up", "--yes"], ["--diff"]):
        said = learn("solution", "01", *more)
        assert (said.code, said.out) == (2, "")
        assert "does not show its solutions" in said.err


def test_the_course_can_open_it_after_the_hints(
    learn: Learn, mine: Path, happened: Callable[..., Any], policy: Callable[[str], None]
) -> None:
    policy("after-hints")
    happened(Kind.HINT, number=1)
    assert "pass it, or see every hint" in learn("solution", "01").err
    happened(Kind.HINT, number=2)
    assert learn("solution", "01").code == 0
    assert status(mine) is Status.REVEALED


def test_the_course_can_leave_it_open(
    learn: Learn, mine: Path, policy: Callable[[str], None]
) -> None:
    policy("always")
    assert learn("solution", "01").code == 0
    assert status(mine) is Status.REVEALED


def test_a_policy_that_is_none_is_the_course_s_fault(
    learn: Learn, mine: Path, policy: Callable[[str], None]
) -> None:
    policy("sometimes")
    said = learn("solution", "01")
    assert said.code == 3
    assert "'sometimes'" in said.err
    assert "after-pass, after-hints, never, always" in said.err


@pytest.mark.parametrize("answer", ["n", "y"])
def test_a_real_terminal_is_asked(tmp_path: Path, answer: str) -> None:
    start_workspace(bundled_course(), tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "NO_COLOR": "1"}
    child = pexpect.spawn(
        sys.executable, ["-m", "grader.cli", "solution", "01", "--give-up"],
        cwd=str(tmp_path), env=environment, encoding="utf-8", timeout=60,
    )  # fmt: skip
    child.expect(r"counts as\s+revealed \[y/N\]")
    child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    shown = "def stack_rows" in (child.before or "")
    assert (child.exitstatus, shown) == ((0, True) if answer == "y" else (1, False))
    assert len(events_of(tmp_path)) == (answer == "y")
