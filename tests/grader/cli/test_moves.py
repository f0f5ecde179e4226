"""`learn next`, `goto`, `skip`, and what a check or a hint without a name is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.grading.grader import Grader
from grader.progress.kept import events_of
from grader.progress.standing import Status, standings
from grader.workspace import start_workspace

Learn = Callable[..., Any]


@pytest.fixture
def workspace(grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder of a learner's, in a folder of which they are."""
    start_workspace(grader.course, tmp_path)
    monkeypatch.chdir(tmp_path / "exercises")
    return tmp_path


def test_next_goes_on_and_what_was_left_comes_round_again(learn: Learn, workspace: Path) -> None:
    seen = [learn("next").out.splitlines()[0] for _ in range(4)]
    assert [line[:2] for line in seen] == ["01", "02", "03", "01"]
    assert "02_counter.py" in seen[1]


def test_after_a_pass_next_is_the_exercise_the_learner_is_at_already(
    learn: Learn, workspace: Path, right: str
) -> None:
    (workspace / "exercises" / "01_double.py").write_text(right)
    assert "next: 02" in learn("check").out
    assert learn("next").out.startswith("02")
    assert learn("next").out.startswith("03")


def test_goto_moves_what_a_check_and_a_hint_without_a_name_are_about(
    learn: Learn, workspace: Path
) -> None:
    said = learn("goto", "hasty")
    assert said.code == 0
    assert "03 Double a tensor    03_hasty.py" in said.out
    assert "learn check 03    grades your answer" in said.out
    assert learn("check").out.startswith("03")
    assert "hint 1 of 2 for 03" in learn("hint").out


def test_a_skipped_exercise_is_passed_over_until_the_learner_goes_to_it(
    learn: Learn, workspace: Path
) -> None:
    said = learn("skip")
    assert said.out.splitlines()[:2] == [
        "skipped: 01 Double a tensor",
        "  learn goto 01    comes back to it",
    ]
    assert "02 Count what was seen" in said.out
    assert standings(events_of(workspace))["01_double"].status is Status.SKIPPED
    learn("goto", "01")
    assert standings(events_of(workspace))["01_double"].status is Status.TODO


def test_what_is_done_is_not_skipped(learn: Learn, workspace: Path, right: str) -> None:
    (workspace / "exercises" / "01_double.py").write_text(right)
    learn("check", "01")
    assert "01 Double a tensor is done already" in learn("skip", "01").out
    assert len(events_of(workspace)) == 1


def test_at_the_end_it_is_said_what_is_left(learn: Learn, workspace: Path) -> None:
    for _ in range(3):
        said = learn("skip")
    assert "there is no other exercise ahead: 0 of 3 passed" in said.out
    assert "learn goto 01    not passed yet: 01, 02, 03" in said.out
    assert learn("next").out == said.out.partition("back to it\n\n")[2]
    assert "all of them are done" in learn("check").err


def test_outside_of_a_workspace_there_is_no_way_to_go(
    learn: Learn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("next", "skip", "check", "hint"):
        said = learn(command)
        assert (said.code, said.out) == (2, "")
        assert " init" in said.err


def test_a_move_that_cannot_be_kept_is_said(learn: Learn, workspace: Path) -> None:
    (workspace / ".learn" / "progress.db").mkdir()
    said = learn("goto", "02")
    assert (said.code, said.out) == (2, "")
    assert "cannot be used" in said.err
