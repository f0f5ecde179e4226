"""The record of a check: totals are derived, and say what the cases say."""

from __future__ import annotations

import pytest

from grader.report import Case, Failure, Report, Submission, Verdict


def report(*cases: Case, policy: str = "practice") -> Report:
    return Report("03_matmul", "title", Submission("a.py", ""), cases, (), policy=policy)


def case(verdict: Verdict, possible: float = 2.0, device: str = "cpu") -> Case:
    failure = None if verdict is Verdict.PASSED else Failure("no")
    return Case("test_a", "a", device, verdict, possible, failure)


def test_a_report_passes_when_every_case_passed() -> None:
    one = report(case(Verdict.PASSED), case(Verdict.PASSED, 3))
    assert (one.passed, one.points, one.possible, one.exit_code) == (True, 5, 5, 0)


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.PASSED])
def test_only_passed_earns_points(verdict: Verdict) -> None:
    one = report(case(verdict))
    assert (one.passed, one.points) == (False, 0)
    assert one.exit_code != 0


def test_a_case_without_points_decides_nothing() -> None:
    one = report(case(Verdict.PASSED), case(Verdict.WRONG, 0))
    assert (one.passed, one.exit_code) == (True, 0)
    assert not report(case(Verdict.PASSED, 0)).passed


def test_a_report_without_cases_is_no_pass() -> None:
    assert (report().passed, report().exit_code) == (False, 1)


def test_a_fault_of_ours_is_told_by_the_exit_code() -> None:
    assert report(case(Verdict.PASSED), case(Verdict.FAULT)).exit_code == 3


def test_practice_leaves_an_absent_device_out_of_the_score() -> None:
    cases = case(Verdict.PASSED), case(Verdict.UNAVAILABLE, 2, "cuda")
    assert (report(*cases).possible, report(*cases).exit_code) == (2, 0)


def test_grading_counts_an_absent_device_and_calls_it_the_machines() -> None:
    cases = case(Verdict.PASSED), case(Verdict.UNAVAILABLE, 2, "cuda")
    graded = report(*cases, policy="graded")
    assert (graded.possible, graded.passed, graded.exit_code) == (4, False, 3)


def test_nothing_but_an_absent_device_is_the_machines_too() -> None:
    assert report(case(Verdict.UNAVAILABLE, 2, "cuda")).exit_code == 3
