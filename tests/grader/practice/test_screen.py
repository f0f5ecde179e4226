"""The learner's whole screen after a check, at both widths, plain and coloured."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.catalog import Course, Exercise
from grader.practice import Checked, extras_of
from grader.progress.events import attempt
from grader.progress.standing import Standing
from grader.render.json_report import from_json
from grader.render.terminal import render_terminal
from grader.report import Report, Verdict

GOLDEN = Path(__file__).parents[1] / "golden"


def stored(name: str) -> Report:
    return from_json((GOLDEN / "reports" / f"{name}.json").read_text("utf-8"))


FAILS, PASSES = stored("fail_values"), stored("pass")


def checked(report: Report, exercise: Exercise, following: Exercise, **more: object) -> Checked:
    """The check of a report, after the given number of attempts and hints."""
    event = attempt(report, part=bool(more.get("part")))
    standing = Standing(report.exercise, **more.pop("standing", {}))  # type: ignore[arg-type]
    standing.apply(event)
    values = {"standing": standing, "event": event, "passed": (3, 33), "following": following}
    return Checked(report, exercise, **(values | more))  # type: ignore[arg-type]


ROWS = ("test_non-square", 3)
SCREENS: dict[str, Callable[[Exercise, Exercise], Checked]] = {
    "first_fail": lambda e, f: checked(FAILS, e, f),
    "third_fail": lambda e, f: checked(
        FAILS, e, f, standing={"attempts": 3, "hints": 1, "fails_in_a_row": ROWS}
    ),
    "no_hint_left": lambda e, f: checked(
        FAILS, e, f, standing={"attempts": 8, "hints": 2, "fails_in_a_row": ROWS}
    ),
    "first_pass": lambda e, f: checked(
        PASSES, e, f, first_pass=True, standing={"attempts": 2, "hints": 1}
    ),
    "pass_at_once": lambda e, f: checked(PASSES, e, f, first_pass=True),
    "another_pass": lambda e, f: checked(
        PASSES, e, f, standing={"attempts": 2, "repeats": 1, "first_pass": 1.0}
    ),
    "part_passes": lambda e, f: checked(PASSES, e, f, part=True),
    "last_pass": lambda e, f: replace(
        checked(PASSES, e, f, first_pass=True), following=None, passed=(33, 33)
    ),
    "end_with_gaps": lambda e, f: replace(
        checked(PASSES, e, f, first_pass=True), following=None, passed=(31, 33)
    ),
    "not_kept": lambda e, f: checked(
        PASSES, e, f, first_pass=True,
        not_kept=("this attempt was not kept: /home/ada/torch/.learn/progress.db cannot be used",
                  "database or disk is full"),
    ),
    "no_workspace": lambda e, f: Checked(FAILS, e, following=f),
}  # fmt: skip


@pytest.fixture
def exercises(make_course: Callable[[], Course]) -> tuple[Exercise, Exercise]:
    course = make_course()
    return course.find("03"), course.find("02")


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_its_golden_text(
    name: str, width: int, color: bool, exercises: tuple[Exercise, Exercise]
) -> None:
    it = SCREENS[name](*exercises)
    text = render_terminal(it.report, width=width, color=color, extras=extras_of(it))
    path = GOLDEN / "practice" / f"{name}.{width}{'.color' * color}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text("utf-8"), "UPDATE_GOLDEN=1 writes the screens anew"


def test_no_hint_is_offered_where_nothing_has_to_be_mended(
    exercises: tuple[Exercise, Exercise],
) -> None:
    """No GPU here, or a fault of ours: a hint to the exercise is no help with that."""
    own, following = exercises
    elsewhere = tuple(replace(case, verdict=Verdict.UNAVAILABLE) for case in FAILS.cases)
    extras = extras_of(checked(replace(FAILS, cases=elsewhere), own, following))
    assert extras.hint_line == ""
    assert extras.again.startswith("learn check")
    assert extras_of(checked(FAILS, own, following)).hint_line
