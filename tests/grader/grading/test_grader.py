"""A grader over the toy course: right answers pass, others do not, and each case is on its own."""

from __future__ import annotations

from collections.abc import Callable

from grader.report import Report, Verdict

Check = Callable[..., Report]


def test_a_right_answer_passes(check: Check, right: str) -> None:
    report = check(right)
    assert report.passed, report
    assert report.points == report.possible == 5
    assert report.exit_code == 0
    print(report)
