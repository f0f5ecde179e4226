"""The rubric's file."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.gradebook import read_rubric

WHOLE = """
[rubric]
attempt = "latest"
devices = ["cpu", "cuda"]
due = 2026-09-30T22:00:00Z
late = "points - hours_late"
missing = "zero"

[exercises.03_matmul]
weight = 2
points = { test_square = 3, test_dot = 0.5 }
devices = ["cpu"]
late = ""
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "course.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_rubric_is_read_and_exercises_take_what_they_do_not_say(tmp_path: Path) -> None:
    rubric = read_rubric(write(tmp_path, WHOLE))
    assert (rubric.attempt, rubric.missing) == ("latest", "zero")
    special, general = rubric.of("03_matmul"), rubric.of("04_other")
    due = datetime(2026, 9, 30, 22, tzinfo=timezone.utc)
    assert (special.weight, special.devices, special.late, special.due) == (2, ("cpu",), None, due)
    assert special.points == {"test_square": 3.0, "test_dot": 0.5}
    assert (general.weight, general.devices, general.due) == (None, ("cpu", "cuda"), due)
    assert general.late is not None
    assert general.late(dict.fromkeys(("points", "hours_late"), 3.0)) == 0


def test_an_empty_rubric_takes_nothing_for_zero(tmp_path: Path) -> None:
    rubric = read_rubric(write(tmp_path, ""))
    assert (rubric.attempt, rubric.missing, rubric.of("x").devices) == ("best", "open", ("cpu",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[rubric]\nlaet = 1", "unknown name 'laet'"),
        ("[exercises.03]\nattempt = 'best'", "unknown name 'attempt'"),
        ("[rubric]\nattempt = 'first'", "rubric.attempt is 'first'"),
        ("[rubric]\nmissing = 0", "rubric.missing is '0'"),
        ("[rubric]\ndevices = ['tpu']", "rubric.devices"),
        ("[rubric]\ndevices = []", "rubric.devices"),
        ("[rubric]\ndevices = 'cpu'", "rubric.devices"),
        ("[rubric]\ndue = 'tomorrow'", "rubric.due is 'tomorrow'"),
        ("[rubric]\nlate = 3", "rubric.late is '3'"),
        ("[rubric]\nlate = 'points +'", "rubric.late is no formula"),
        ("[rubric]\nlate = 'points / 0'", "rubric.late is no formula"),
        ("[exercises.03]\nweight = -1", "exercises.03.weight is '-1'"),
        ("[exercises.03]\nweight = true", "exercises.03.weight is 'True'"),
        ("[exercises.03]\nweight = nan", "exercises.03.weight is 'nan'"),
        ("[exercises.03]\npoints = 3", "exercises.03.points is '3'"),
        ("exercises = 3", "exercises is '3'"),
        ("[rubric", "is no TOML"),
    ],
)
def test_what_does_not_fit_is_told_by_its_name(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_rubric(write(tmp_path, text))
    assert told in raised.value.what


def test_a_rubric_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no rubric"):
        read_rubric(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="is no TOML"):
        read_rubric(tmp_path / "bytes.toml")
    with pytest.raises(UsageError, match="cannot be read"):
        read_rubric(tmp_path)
