"""What a key does to the workspace; what goes wrong is told and ends nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import Course
from grader.progress.events import Event, Kind
from grader.progress.kept import events_of
from grader.progress.store import Progress
from grader.watch.acts import Acts
from grader.workspace import Workspace


@pytest.fixture
def acts(toy: Course, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Acts:
    monkeypatch.chdir(workspace)
    return Acts(toy, Workspace(workspace), {"PATH": "/nonexistent"})


def test_hints_come_one_after_the_other_and_the_last_one_stays(acts: Acts) -> None:
    exercise = acts.course.find("01")
    said = [acts.hint(exercise) for _ in range(3)]
    assert said[0] == "hint 1 of 2\n  Which number?"
    assert said[1:] == ["hint 2 of 2\n  x + x"] * 2
    assert acts.standing(exercise).hints == 2


def test_an_exercise_without_hints_says_so(acts: Acts) -> None:
    assert acts.hint(acts.course.find("02")) == "02 has no hints"


def test_the_list_marks_where_one_is_and_tells_how_far_each_is(acts: Acts, workspace: Path) -> None:
    with Progress(workspace) as progress:
        progress.add(Event(Kind.ATTEMPT, "01_double", {"passed": True, "started": True}))
        progress.add(Event(Kind.SKIPPED, "02_counter"))
    lines = acts.listed(acts.course.find("03")).split("\n")
    assert [line.split()[-1] for line in lines[:2]] == ["passed", "skipped"]
    assert [line[0] for line in lines] == [" ", " ", ">"]


def test_a_reset_keeps_the_version_and_says_which(acts: Acts, workspace: Path) -> None:
    exercise = acts.course.find("01")
    acts.path(exercise).write_text("mine = 1\n")
    assert "your version is kept as 01@1" in acts.reset(exercise)
    assert acts.path(exercise).read_bytes() == exercise.stub.read_bytes()
    (event,) = [e for e in events_of(workspace) if e.kind is Kind.RESET]
    with Progress(workspace) as progress:
        assert progress.text(event.text) == "mine = 1\n"
    assert "is the untouched stub already" in acts.reset(exercise)


def test_the_difference_goes_from_mine_to_the_solution(acts: Acts) -> None:
    exercise = acts.course.find("01")
    acts.path(exercise).write_text(exercise.reference.read_text() + "# more\n")
    lines = acts.difference(exercise).split("\n")
    assert lines[:2] == ["--- exercises/01_double.py", "+++ solution of 01"]
    assert "-# more" in lines
    acts.path(exercise).write_text(exercise.reference.read_text())
    assert acts.difference(exercise) == "your file is the solution, line by line"


def test_without_an_editor_the_way_to_name_one_is_told(acts: Acts) -> None:
    assert "export VISUAL" in acts.open(acts.course.find("01"), 3)


@pytest.mark.parametrize("act", ["hint", "listed", "reset", "final_words"])
def test_a_store_that_cannot_be_used_is_told(acts: Acts, workspace: Path, act: str) -> None:
    folder = workspace / ".learn"
    folder.mkdir(exist_ok=True)
    (folder / "progress.db").write_bytes(b"no database at all " * 200)
    arguments = () if act == "final_words" else (acts.course.find("01"),)
    assert "progress.db" in getattr(acts, act)(*arguments)


def test_an_attempt_is_shown_before_it_is_kept(acts: Acts, workspace: Path) -> None:
    looked = acts.look(acts.course.find("01"))
    kept: list[int] = []

    def show(checked: Any) -> None:
        kept.append(len(events_of(workspace)))

    acts.keep(looked, None, show)
    assert kept == [0]
    assert len(events_of(workspace)) == 1


def test_the_current_exercise_is_the_first_that_is_not_done(
    acts: Acts, workspace: Path, make_course: Callable[..., Course]
) -> None:
    assert acts.current() == acts.course.find("01")
    with Progress(workspace) as progress:
        for exercise in acts.course.exercises:
            progress.add(Event(Kind.ATTEMPT, exercise.slug, {"passed": True, "started": True}))
    assert acts.current() is None
