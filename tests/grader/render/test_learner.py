from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.render.formats import FORMATS
from grader.render.json_report import to_json
from grader.render.learner import EXAM, MISTAKE, POLICIES, TITLE, for_learner
from grader.render.svg import render_svg
from grader.report import Case, Check, Failure, Frame, Grid, Picture, Report, Verdict


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_format_shows_what_is_for_staff(any_report, data):
    secret = "the hidden KEY"
    report = data.draw(any_report)
    cases = tuple(
        replace(case, failure=case.failure and replace(case.failure, staff=secret))
        for case in report.cases
    )
    for render in FORMATS.values():
        assert secret not in render(replace(report, cases=cases))


def test_practice_keeps_everything_else(examples):
    for report in examples.values():
        shown = for_learner(report)
        assert to_json(shown) == to_json(report).replace('"staff": "KEY"', '"staff": ""')
        assert for_learner(shown) == shown


def opened(report: Report, policy: str) -> Case:
    case = for_learner(report, policy=policy).first_failure
    assert case is not None
    return case


def test_exam_keeps_the_learners_own_exception(examples):
    failure = opened(examples["raised"], EXAM).failure
    assert failure.rationale == "your code raised an exception"
    assert failure.exception.startswith("IndexError")
    assert [frame.line for frame in failure.frames] == [31, 24]
    assert not any(frame.variables for frame in failure.frames)
    assert (failure.call, failure.help, failure.cause) == ("", "", "")


def test_exam_hides_inputs_numbers_and_the_named_mistake(examples):
    case = opened(examples["fail_grid"], EXAM)
    assert case.seed is None
    assert case.title == "non-square"
    failure = case.failure
    assert (failure.checks, failure.grid, failure.cause, failure.call) == ((), None, "", "")


def test_exam_says_what_the_file_lacks(examples):
    failure = opened(examples["not_started"], EXAM).failure
    assert failure.rationale == "not started: line 12 still raises NotImplementedError"


def test_exam_changes_no_verdict_and_no_total(examples):
    for report in examples.values():
        shown = for_learner(report, policy=EXAM)
        assert [c.verdict for c in shown.cases] == [c.verdict for c in report.cases]
        assert (shown.points, shown.possible) == (report.points, report.possible)
        assert shown.prints == ""


def test_unknown_policy_is_refused(examples):
    with pytest.raises(UsageError, match="no policy 'strict'"):
        for_learner(examples["pass"], policy="strict")


def test_each_policy_shows_what_the_one_before_does_and_more(examples):
    case = {policy: opened(examples["fail_grid"], policy) for policy in POLICIES}
    assert case["title"].failure == Failure("not passed")
    assert case["category"].failure == Failure("the answer is not the expected one")
    assert case["failure"].failure.rationale.startswith("5 of 6 values differ")
    assert [p for p in POLICIES if case[p].failure.cause] == ["mistake", "practice"]
    assert [p for p in POLICIES if case[p].failure.grid] == ["practice"]
    assert [p for p in POLICIES if case[p].seed is not None] == ["practice"]


def test_a_policy_is_the_same_when_it_is_applied_twice(examples):
    for report in examples.values():
        for policy in POLICIES:
            shown = for_learner(report, policy=policy)
            assert for_learner(shown, policy=policy) == shown
            assert for_learner(shown) == shown


def test_a_title_alone_tells_passed_from_not_passed(examples):
    for report in examples.values():
        shown = for_learner(report, policy=TITLE)
        assert (shown.points, shown.possible, shown.passed) == (
            report.points, report.possible, report.passed,
        )  # fmt: skip
        told = {case.verdict for case in shown.cases}
        assert not told & {Verdict.RAISED, Verdict.TIMEOUT, Verdict.CRASHED, Verdict.MISSING}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_format_tells_in_an_exam_what_a_hidden_case_was_about(any_report, data):
    secret = "the hidden KEY"
    report = data.draw(any_report)
    told = Failure(
        rationale=secret, help=secret, call=secret, checks=(Check(secret, secret, False),),
        cause=secret, grid=Grid(((secret,),), ((secret,),), ((True,),)), staff=secret,
        frames=(Frame(1, "f", "x", ((secret, secret),)),), snippet=secret,
        picture=Picture("matrix", ((secret,),), ((secret,),), secret),
    )  # fmt: skip
    hidden = [case for case in report.cases if case.verdict is not Verdict.MISSING]
    cases = tuple(replace(case, failure=told) for case in hidden)
    shown = for_learner(replace(report, cases=cases, prints=secret, notes=(secret,)), policy=EXAM)
    for render in (*FORMATS.values(), render_svg, to_json):
        assert secret not in render(shown)


def test_below_practice_nothing_of_a_failure_is_shown_that_is_not_listed(examples):
    whole = Failure(
        *("rationale", "help", "call", (Check("a", "b", False),), "cause"),
        Grid((("1",),), (("2",),), ((True,),)), "exception", (Frame(1, "f", "x", (("v", "w"),)),),
        3, "staff", "snippet", Picture("matrix", (("1",),), (("2",),)),
    )  # fmt: skip
    assert all(getattr(whole, field.name) for field in fields(Failure))
    report = examples["fail_grid"]
    cases = tuple(replace(case, failure=case.failure and whole) for case in report.cases)
    shown = opened(replace(report, cases=cases), MISTAKE).failure
    listed = {"rationale", "help", "cause", "exception", "frames", "line"}
    assert {field.name for field in fields(shown) if getattr(shown, field.name)} == listed
    assert not shown.frames[0].variables
