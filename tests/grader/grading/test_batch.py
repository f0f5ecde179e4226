"""One run of a suite: what it is given, what it leaves behind."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator

import pytest
import torch

from grader.catalog import Course
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


def test_an_early_report_tells_of_every_case_with_the_first_seed(
    make_course: Callable[..., Course], grader: Grader, hand_in: Callable[..., Handed]
) -> None:
    course = make_course()
    suite = course.find("01").suite
    suite.write_text(suite.read_text().replace("seeds=1", "seeds=3"))
    wrong_later = "def double(x):\n    import torch\n    if torch.initial_seed() == 2: return x\n"
    heard: list[tuple[str, Report]] = []
    batch = grader.batch(
        Course(course.root).find("01"),
        Wishes(policy="graded"),
        lambda report: heard.append(("whole", report)),
        lambda report: heard.append(("early", report)),
    )
    try:
        batch.run([hand_in(wrong_later + "    return x * 2\n")])
    finally:
        batch.close()
    (first, early), (last, whole) = heard
    assert (first, last) == ("early", "whole")
    assert (early.seeds, whole.seeds) == ((1,), (1, 2, 3))
    assert [case.id for case in early.cases] == [case.id for case in whole.cases]
    assert early.points > whole.points
    assert whole.first_failure is not None
    assert whole.first_failure.seed == 2


def test_a_submission_that_is_called_off_gets_no_report_and_the_next_one_does(
    grader: Grader, hand_in: Callable[..., Handed], right: str
) -> None:
    spins = hand_in("def double(x):\n    while True:\n        pass\n")
    good = hand_in(right)
    batch = grader.batch(grader.course.find("01"), done=(reports := []).append)

    def submissions() -> Iterator[Handed]:
        timer = threading.Timer(0.3, batch.cancel)
        timer.start()
        yield spins
        timer.join()
        batch.renew()
        yield good

    try:
        batch.run(submissions())
    finally:
        batch.close()
    (report,) = reports
    assert report.submission == good.record
    assert report.passed


def test_the_seeds_of_a_batch_are_the_same_for_all_of_it(
    grader: Grader, hand_in: Callable[..., Handed], right: str
) -> None:
    batch = grader.batch(grader.course.find("03"), Wishes(fresh=True), (reports := []).append)
    try:
        batch.run([hand_in(right), hand_in(right)])
    finally:
        batch.close()
    one, other = reports
    assert one.seeds == other.seeds
