"""One run of a suite: what it is given, what it leaves behind."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
import torch

from grader.errors import UsageError
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Report
from grader.submission import Handed

Check = Callable[..., Report]


def test_nothing_of_a_run_is_written_or_left_loaded(
    check: Check, right: str, grader: Grader, capfd: pytest.CaptureFixture[str]
) -> None:
    before = {str(path) for path in grader.course.root.rglob("*")}
    written, paths = sys.dont_write_bytecode, list(sys.path)
    check(right)
    assert capfd.readouterr() == ("", "")
    assert {str(path) for path in grader.course.root.rglob("*")} == before
    assert (sys.dont_write_bytecode, sys.path) == (written, paths)
    root = str(grader.course.root)
    held = [
        n for n, m in sys.modules.items() if (getattr(m, "__file__", "") or "").startswith(root)
    ]
    assert held == []
    assert torch.is_grad_enabled()


def test_an_unknown_case_is_refused_before_anything_is_run(
    grader: Grader, hand_in: Callable[..., Handed], right: str
) -> None:
    heard: list[Report] = []
    wishes = Wishes(only=("rectangle", "nothing like it"))
    with pytest.raises(UsageError, match="no case 'nothing like it'"):
        grader.check_all(grader.course.find("01"), [hand_in(right)], wishes, heard.append)
    assert heard == []


def test_practice_draws_one_seed_afresh_and_graded_none(
    grader: Grader, hand_in: Callable[..., Handed], right: str
) -> None:
    exercise = grader.course.find("03")
    graded = Wishes(policy="graded")
    assert grader.check(exercise, hand_in(right), graded).seeds == (1,)
    assert grader.check(exercise, hand_in(right), Wishes(seed=77)).seeds == (77,)


def test_a_failure_s_seed_and_case_reproduce_it(check: Check) -> None:
    flaky = "def double(x):\n    return x * 2 if x.numel() < 12 else x * 2 + x.sum().abs()\n"
    first = check(flaky).first_failure
    wishes = Wishes(seed=first.seed, only=(first.title,))
    again = check(flaky, wishes=wishes).first_failure
    assert first.failure.checks == again.failure.checks
