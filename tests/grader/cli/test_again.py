"""`learn again`: fresh inputs every time, and a pass that stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.progress.events import Kind
from grader.progress.kept import events_of
from grader.progress.standing import Status, standings
from grader.submission import read

Learn = Callable[..., Any]


def test_every_seed_is_a_fresh_one(grader: Grader, mine: Path, right: str) -> None:
    (mine / "01_double.py").write_text(right)
    exercise, handed = grader.course.find("01"), read(mine / "01_double.py")
    usual = grader.check(exercise, handed).seeds
    drawn = {grader.check(exercise, handed, Wishes(fresh=True)).seeds for _ in range(4)}
    assert usual == (1,)
    assert all(len(seeds) == 1 and seeds[0] >= 100 for seeds in drawn)
    assert len(drawn) > 1


def test_a_pass_is_kept_whatever_comes_of_it(learn: Learn, mine: Path, right: str) -> None:
    file = mine / "01_double.py"
    file.write_text(right)
    learn("check", "01")
    file.write_text("def double(x):\n    return x + 2\n")
    assert learn("again", "01").code == 1
    standing = standings(events_of(mine.parent))["01_double"]
    assert standing.status is Status.PASSED
    assert (standing.attempts, standing.repeats) == (1, 1)
    file.write_text(right)
    assert learn("again", "01").code == 0
    attempts = [e for e in events_of(mine.parent) if e.kind is Kind.ATTEMPT]
    assert [bool(e.data.get("again")) for e in attempts] == [False, True, True]


def test_anew_begins_with_the_stub_and_loses_nothing(
    learn: Learn, mine: Path, right: str, grader: Grader
) -> None:
    file = mine / "01_double.py"
    file.write_text(right)
    learn("check", "01")
    said = learn("again", "01", "--anew")
    assert said.code == 0
    assert "learn again 01    checks what you write; your pass is kept" in said.out
    assert file.read_bytes() == grader.course.find("01").stub.read_bytes()
    learn("undo")
    assert file.read_text() == right
    assert json.loads(learn("history", "01", "--json").out)[0]["passed"]


@pytest.mark.parametrize("device", ["toaster", ""])
def test_a_device_that_is_none_is_refused(learn: Learn, mine: Path, device: str) -> None:
    assert learn("again", "01", "--device", device).code == 2
