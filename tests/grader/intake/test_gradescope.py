"""Gradescope's export with Ruby's YAML beside it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.intake import Intake

METADATA = """---
submission_11:
  :submitters:
  - :name: Ann Lee
    :sid: '0042'
    :email: ann@uni.example
  - :name: Ben
    :email: ben@uni.example
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-09-01 10:00:00.000000000 Z
  :score: 3.0
  :results: {tests: []}
submission_12:
  :submitters: []
  :created_at: 2026-09-02 08:30:00.5 Z
submission_13: ~
"""
FILES = {
    "submission_metadata.yml": METADATA,
    "submission_11/01_double.py": "a",
    "submission_12/01_double.py": "b",
    "submission_13/01_double.py": "c",
    "submission_99/01_double.py": "d",
}


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_metadata_tells_who_and_when_and_a_group_counts_for_each(
    lay: Callable[..., Path],
    take: Callable[..., Intake],
    table: Callable[..., object],
    wrapped: bool,
) -> None:
    files = {f"assignment_5_export/{k}": v for k, v in FILES.items()} if wrapped else FILES
    intake = take(lay("down", files))
    assert intake.layouts[0][1] == "a Gradescope export"
    assert [row[:2] for row in table(intake)] == [
        ("0042", "01_double"),
        ("ben@uni.example", "01_double"),
        ("submission_12", "01_double"),
    ]
    ann = intake.students["0042"]
    assert (ann.name, ann.email) == ("Ann Lee", "ann@uni.example")
    assert dict(ann.ids) == {"gradescope": "submission_11", "sid": "0042"}
    half = datetime(2026, 9, 2, 8, 30, 0, 500_000, timezone.utc)
    assert intake.submissions[-1].time == half
    assert {n.reason for n in intake.not_understood} == {
        "submission_metadata.yml does not name its folder"
    }


def test_a_time_that_ruby_wraps_is_read_too(
    lay: Callable[..., Path], take: Callable[..., Intake]
) -> None:
    assert take(lay("down", FILES)).submissions[0].time == datetime(
        2026, 9, 1, 10, tzinfo=timezone.utc
    )


@pytest.mark.parametrize("text", ["- a\n- b", "a: [", "!!python/object/apply:os.system [ls]", ""])
def test_metadata_that_is_none_is_told(
    lay: Callable[..., Path], take: Callable[..., Intake], text: str
) -> None:
    with pytest.raises(UsageError, match=r"submission_metadata\.yml"):
        take(lay("down", FILES | {"submission_metadata.yml": text}))


@pytest.mark.parametrize(
    "name",
    ["*nine", "1" + ":59" * 4000, "{a: b}", "!odd [x]"],
    ids=["bomb", "digits", "map", "tag"],
)
def test_metadata_that_were_made_to_hurt_cost_nothing(
    lay: Callable[..., Path], take: Callable[..., Intake], name: str
) -> None:
    """A list of lists of lists, each named once: as a text it would fill the memory."""
    lines = ["zero: &zero [x, x, x, x, x, x, x, x, x, x]"]
    names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    for below, above in itertools.pairwise(names):
        lines.append(f"{above}: &{above} [{', '.join([f'*{below}'] * 10)}]")
    person = [f"  - :name: {name}", f"    :sid: {name}", f"    :email: {name}"]
    text = "\n".join(
        [*lines, "submission_11:", "  :submitters:", *person, f"  :created_at: {name}", ""]
    )
    intake = take(lay("down", FILES | {"submission_metadata.yml": text}))
    assert set(intake.students) == {"submission_11"}
