"""From reports to marks: by the rubric, and nothing inferred."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.class_report import DeviceMark, ExerciseHead, MarkVerdict, Student, StudentReport
from grader.gradebook.formula import Formula
from grader.gradebook.marking import Attempt, device_mark, mark
from grader.gradebook.rubric import NAMES, Rubric, Weighing
from grader.report import Case, Device, Failure, Report, Submission, Verdict

HEAD = ExerciseHead("01_double", "Double", 4.0, 4.0)
DUE = datetime(2026, 9, 30, 22, tzinfo=timezone.utc)
HALF = Weighing(due=DUE, late=Formula("points - days_late", NAMES))


def report(*verdicts: Verdict, device: str = "cpu") -> Report:
    cases = tuple(
        Case(f"test_{n}", f"case {n}", device, verdict, 2.0, Failure("because"))
        for n, verdict in enumerate(verdicts)
    )
    devices = (Device(device, False, "no GPU here"),)
    return Report("01_double", "Double", Submission("x", "d"), cases, devices, policy="graded")


def attempt(number: int, *verdicts: Verdict, **more: object) -> Attempt:
    return Attempt(number, (device_mark("cpu", report(*verdicts), 4.0, Weighing()),), **more)


P, W, T, M, S, F, U = (
    Verdict.PASSED, Verdict.WRONG, Verdict.TIMEOUT, Verdict.MISSING, Verdict.SKIPPED,
    Verdict.FAULT, Verdict.UNAVAILABLE,
)  # fmt: skip


@pytest.mark.parametrize(
    ("verdicts", "verdict", "points"),
    [
        ((P, P), MarkVerdict.PASSED, 4.0),
        ((P, W), MarkVerdict.NOT_PASSED, 2.0),
        ((M, M), MarkVerdict.NOT_PASSED, 0.0),
        ((P, T), MarkVerdict.TIMEOUT, 2.0),
        ((T, S), MarkVerdict.TIMEOUT, 0.0),
        ((P, F), MarkVerdict.FAULT, None),
        ((W, U), MarkVerdict.FAULT, None),
        ((), MarkVerdict.FAULT, None),
    ],
)
def test_a_device_s_standing_follows_from_its_verdicts(
    verdicts: tuple[Verdict, ...], verdict: MarkVerdict, points: float | None
) -> None:
    found = device_mark("cpu", report(*verdicts), 4.0, Weighing())
    assert (found.verdict, found.points, found.possible) == (verdict, points, 4.0)
    assert bool(found.reason) == (verdict is MarkVerdict.FAULT)


def test_a_device_that_is_not_here_says_so() -> None:
    assert device_mark("cuda", report(U, U, device="cuda"), 4.0, Weighing()).reason == "no GPU here"


def test_the_rubric_s_points_take_the_place_of_the_suite_s() -> None:
    weighing = Weighing(points={"test_1": 7.0})
    found = device_mark("cpu", report(W, P), 4.0, weighing)
    assert (found.points, found.possible) == (7.0, 9.0)


def test_what_is_missing_is_open_unless_the_rubric_says_zero() -> None:
    opened, zero = mark(HEAD, [], Rubric()), mark(HEAD, [], Rubric(missing="zero"))
    assert (opened.verdict, opened.points, opened.credit) == (MarkVerdict.MISSING, None, None)
    assert (zero.verdict, zero.points, zero.credit) == (MarkVerdict.MISSING, 0.0, 0.0)
    student = StudentReport(Student("ann"), (opened, mark(HEAD, [attempt(1, P, W)], Rubric())))
    assert (student.total.credit, student.total.worth) == (2.0, 8.0)
    assert student.total.open == ("01_double",)
    assert StudentReport(Student("ann"), (zero,)).total.open == ()


def test_the_best_attempt_counts_or_the_latest() -> None:
    attempts = [attempt(1, P, W), attempt(2, P, P), attempt(3, W, W)]
    best, latest = mark(HEAD, attempts, Rubric()), mark(HEAD, attempts, Rubric(attempt="latest"))
    assert (best.attempt, best.attempts, best.points) == (2, 3, 4.0)
    assert (latest.attempt, latest.points, latest.verdict) == (3, 0.0, MarkVerdict.NOT_PASSED)


def test_of_equal_attempts_the_first_counts() -> None:
    assert mark(HEAD, [attempt(1, P, W), attempt(2, W, P)], Rubric()).attempt == 1


def test_an_attempt_that_could_not_be_graded_leaves_a_better_mark_open() -> None:
    lost = mark(HEAD, [attempt(1, P, W), attempt(2, F, P)], Rubric())
    assert (lost.points, lost.open) == (2.0, "attempt 2 could not be graded")
    assert mark(HEAD, [attempt(1, P, P), attempt(2, F, P)], Rubric()).open == ""
    only = mark(HEAD, [attempt(1, F, P)], Rubric())
    assert (only.verdict, only.points, only.open) == (MarkVerdict.FAULT, None, "because")


def test_every_device_that_is_required_has_to_pass() -> None:
    head = replace(HEAD, devices=("cpu", "cuda"), possible=8.0, worth=8.0)
    cpu = device_mark("cpu", report(P, P), 4.0, Weighing())
    cuda = device_mark("cuda", report(P, W, device="cuda"), 4.0, Weighing())
    absent = device_mark("cuda", report(U, U, device="cuda"), 4.0, Weighing())
    both = mark(head, [Attempt(1, (cpu, cuda))], Rubric())
    assert (both.verdict, both.points, both.possible) == (MarkVerdict.NOT_PASSED, 6.0, 8.0)
    lacking = mark(head, [Attempt(1, (cpu, absent))], Rubric())
    assert (lacking.verdict, lacking.points, lacking.open) == (
        MarkVerdict.FAULT,
        None,
        "no GPU here",
    )


def test_a_weight_scales_what_the_points_add_to_the_total() -> None:
    found = mark(replace(HEAD, worth=10.0), [attempt(1, P, W)], Rubric())
    assert (found.points, found.credit, found.worth) == (2.0, 5.0, 10.0)


def test_lateness_costs_what_the_formula_says_and_nothing_before_the_due_time() -> None:
    rubric = Rubric(general=HALF)
    late = mark(HEAD, [attempt(1, P, P, time=DUE + timedelta(days=1.5))], rubric)
    assert (late.points, late.before_late, late.hours_late) == (2.5, 4.0, 36.0)
    assert late.verdict is MarkVerdict.PASSED
    early = mark(HEAD, [attempt(1, P, P, time=DUE - timedelta(days=1))], rubric)
    assert (early.points, early.before_late, early.hours_late) == (4.0, None, 0.0)
    very = mark(HEAD, [attempt(1, P, P, time=DUE + timedelta(days=90))], rubric)
    assert very.points == 0.0


def test_the_best_attempt_is_the_best_after_lateness() -> None:
    attempts = [
        attempt(1, P, W, time=DUE),
        attempt(2, P, P, time=DUE + timedelta(days=3)),
    ]
    assert mark(HEAD, attempts, Rubric(general=HALF)).attempt == 1


def test_a_mark_of_the_platform_without_a_time_is_open_and_costs_nothing_yet() -> None:
    found = mark(HEAD, [attempt(1, P, P, marked_late=True)], Rubric(general=HALF))
    assert (found.points, found.hours_late) == (4.0, None)
    assert found.open == "late, and nobody knows by how much"
    assert mark(HEAD, [attempt(1, P, P, marked_late=True)], Rubric()).open == ""


def test_a_time_without_a_zone_is_taken_in_the_other_s() -> None:
    zone = timezone(timedelta(hours=2))
    rubric = Rubric(general=replace(HALF, due=datetime(2026, 9, 30, 22, tzinfo=zone)))
    found = mark(HEAD, [attempt(1, P, P, time=datetime(2026, 9, 30, 23))], rubric)
    assert found.hours_late == 1.0


_VERDICTS = st.lists(st.sampled_from(list(Verdict)), max_size=4)


@given(st.lists(_VERDICTS, max_size=3), st.sampled_from(["best", "latest"]))
def test_points_are_known_exactly_where_nothing_of_ours_failed(
    attempts: list[list[Verdict]], which: str
) -> None:
    made = [attempt(n, *verdicts) for n, verdicts in enumerate(attempts, 1)]
    found = mark(HEAD, made, Rubric(attempt=which))
    assert (found.points is None) == (not found.verdict.is_known)
    assert (found.credit is None) == (found.points is None)
    assert found.points is None or 0 <= found.points <= found.possible
    if not found.verdict.is_known and attempts:
        assert found.open


def test_an_unreadable_file_is_unreadable_and_the_readable_attempt_counts() -> None:
    bad = Attempt(2, (DeviceMark("cpu", MarkVerdict.UNREADABLE, None, 4.0, "no text"),))
    alone = mark(HEAD, [bad], Rubric())
    assert (alone.verdict, alone.points, alone.open) == (MarkVerdict.UNREADABLE, None, "no text")
    assert mark(HEAD, [attempt(1, P, W), bad], Rubric()).points == 2.0
    assert mark(HEAD, [attempt(1, P, W), bad], Rubric(attempt="latest")).points is None
