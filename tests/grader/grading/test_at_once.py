"""Reports that need no torch."""

from __future__ import annotations

from collections.abc import Callable

from grader.catalog import Course
from grader.grading.at_once import at_once, without_running
from grader.grading.wishes import Wishes
from grader.report import Failure, Verdict
from grader.submission import Handed, read


def test_the_untouched_stub_is_missing_in_every_case(make_course: Callable[..., Course]) -> None:
    exercise = make_course().find("01")
    report = at_once(exercise, read(exercise.stub, "exercises/01_double.py"))
    assert [case.id for case in report.cases] == [case.id for case in exercise.cases]
    assert {case.verdict for case in report.cases} == {Verdict.MISSING}
    assert report.cases[0].failure.rationale.startswith("not started: line 11")
    assert (report.points, report.possible, report.exit_code) == (0, 5, 1)
    assert [device.ran for device in report.devices] == [False]
    assert "torch" not in dict(report.versions)


def test_an_answer_that_has_to_be_run_has_no_report_yet(
    make_course: Callable[..., Course], hand_in: Callable[..., Handed], right: str
) -> None:
    assert at_once(make_course().find("01"), hand_in(right)) is None


def test_the_policy_and_the_reason_are_kept(
    make_course: Callable[..., Course], hand_in: Callable[..., Handed]
) -> None:
    exercise = make_course().find("01")
    failure = Failure("it is a folder")
    report = without_running(exercise, hand_in(""), failure, Wishes(policy="graded"))
    assert report.policy == "graded"
    assert {case.failure for case in report.cases} == {failure}
    assert [case.visible for case in report.cases] == [True, False, False, False]
