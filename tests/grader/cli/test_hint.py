"""`learn hint`: one at a time, each with the way to the next; a workspace knows which were seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.grading.grader import Grader
from grader.progress.kept import events_of
from grader.render.look import Look
from grader.workspace import start_workspace

Learn = Callable[..., Any]


@pytest.fixture
def workspace(grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder of a learner's, in which they are."""
    start_workspace(grader.course, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_first_hint_leads_to_the_second_and_the_last_to_the_solution(learn: Learn) -> None:
    first, second = learn("hint", "01"), learn("hint", "double", "-n", "2")
    assert "hint 1 of 2 for 01 Double a tensor" in first.out
    assert "Which number?" in first.out
    assert "x + x" not in first.out
    assert "more: learn hint 01 -n 2" in first.out
    assert "x + x" in second.out
    assert "more:" not in second.out
    assert "learn solution 01 --give-up" in second.out


def test_in_a_workspace_the_next_one_is_shown_and_kept(learn: Learn, workspace: Path) -> None:
    said = [learn("hint").out for _ in range(3)]
    assert [text[:11] for text in said] == ["hint 1 of 2", "hint 2 of 2", "hint 2 of 2"]
    assert [event.data for event in events_of(workspace)] == [{"number": 1}, {"number": 2}]


def test_a_given_hint_is_shown_again_without_being_counted_twice(
    learn: Learn, workspace: Path
) -> None:
    learn("hint", "01", "-n", "2")
    assert "hint 1 of 2" in learn("hint", "01", "-n", "1").out
    assert [event.data for event in events_of(workspace)] == [{"number": 2}]


def test_a_store_that_cannot_be_used_hides_no_hint(learn: Learn, workspace: Path) -> None:
    (workspace / ".learn" / "progress.db").write_bytes(b"nonsense" * 1000)
    said = learn("hint", "01")
    assert said.code == 0
    assert "Which number?" in said.out
    assert "that you saw it was not kept" in said.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["hint", "01", "-n", "3"], "01_double has 2 hints, not 3"),
        (["hint", "01", "-n", "0"], "0"),
        (["hint", "02"], "02_counter has no hints"),
        (["hint", "nine"], "there is no exercise 'nine'"),
        (["hint"], "there are no exercises here"),
    ],
)
def test_a_hint_that_is_not_there_is_refused(learn: Learn, arguments: list[str], says: str) -> None:
    said = learn(*arguments)
    assert (said.code, said.out) == (2, "")
    assert says in said.err


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", [80, 120])
def test_the_screens_of_hints_and_moves_are_their_golden_texts(
    learn: Learn, workspace: Path, golden: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
    width: int, color: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr("grader.cli.screen.look_of", lambda *_, **__: Look(width, color))
    for name, command in (
        ("hint", ["hint"]), ("last_hint", ["hint", "-n", "2"]), ("goto", ["goto", "03"]),
        ("skip", ["skip"]), ("next", ["next"]), ("end", ["skip", "02"]), ("last", ["skip"]),
    ):  # fmt: skip
        golden(f"moves/{name}.{width}{'.color' * color}.txt", learn(*command).out)
