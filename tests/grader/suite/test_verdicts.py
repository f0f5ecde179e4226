"""From the exception that ended a case to its verdict and its words."""

from __future__ import annotations

from typing import Any

import pytest

from grader.declared import Settings
from grader.errors import CourseError, Fault
from grader.report import Verdict
from grader.suite.failure import Failure
from grader.suite.verdicts import judge
from grader.worker.client import (
    Died,
    MissingEntry,
    NoDevice,
    Raised,
    RuleBroken,
    TimedOut,
    Unsendable,
)

BARE = Settings()


def raised(kind: str = "KeyError", *bases: str, **rest: Any) -> Raised:
    told = {"type": kind, "bases": [kind, *bases], "message": "k", "line": 3, "frames": [], **rest}
    return Raised(told)


@pytest.mark.parametrize(
    ("error", "verdict", "says"),
    [
        (Failure("off by one", "count"), Verdict.WRONG, "off by one"),
        (Failure("gone", verdict=Verdict.MISSING), Verdict.MISSING, "gone"),
        (raised(), Verdict.RAISED, "KeyError was raised"),
        (raised("SystemExit"), Verdict.RAISED, "your code called exit"),
        (
            raised("Later", "NotImplementedError"),
            Verdict.MISSING,
            "not started: line 3 still raises NotImplementedError",
        ),
        (MissingEntry("f"), Verdict.MISSING, "your file has no 'f'"),
        (TimedOut(2.5), Verdict.TIMEOUT, "no result after 2.5 s"),
        (Died("the process ended by X"), Verdict.CRASHED, "the process ended by X"),
        (Unsendable("too deep"), Verdict.WRONG, "the answer cannot be used: too deep"),
        (RuleBroken("@", 4), Verdict.WRONG, "by hand, please: @ in line 4 does the work for you"),
        (AssertionError("x == 3"), Verdict.WRONG, "a hidden check failed"),
        (ZeroDivisionError("x"), Verdict.FAULT, "the hidden suite failed, not you"),
        (CourseError("probe is not marked"), Verdict.FAULT, "probe is not marked"),
        (NoDevice("it does not start here"), Verdict.UNAVAILABLE, "it does not start here"),
        (Fault("a worker did not start"), Verdict.FAULT, "a worker did not start"),
        (pytest.skip.Exception("why"), Verdict.FAULT, "the suite skipped this case"),
        (pytest.fail.Exception("Timeout >60s"), Verdict.FAULT, "the hidden suite failed, not you"),
    ],
)
def test_each_end_has_its_verdict_and_its_sentence(
    error: BaseException, verdict: Verdict, says: str
) -> None:
    got, record = judge(error, BARE)
    assert (got, record.rationale) == (verdict, says)


def test_a_fault_says_what_to_do_where_that_is_known() -> None:
    assert judge(Fault("a worker died", "", "run it again"), BARE)[1].help == "run it again"
    assert judge(Fault("a worker did not start"), BARE)[1].help == "tell the course's authors"


def test_what_ends_the_loading_says_so() -> None:
    assert judge(raised(), BARE, loading=True)[1].rationale == "your file cannot be imported"
    assert judge(raised(), BARE, loading=True)[0] is Verdict.MISSING
    for error in (TimedOut(1), Died("the process ended")):
        assert judge(error, BARE, loading=True)[1].rationale.endswith(
            "while your file was imported"
        )


def test_what_only_staff_may_read_is_kept_apart() -> None:
    try:
        secret = 42
        assert secret == 43, "the secret is 42"
    except AssertionError as error:
        record = judge(error, BARE)[1]
    assert "42" in record.staff
    shown = [record.rationale, record.help, record.exception, record.call]
    assert not any("42" in text for text in shown)


def test_the_rule_s_reason_and_what_is_allowed_are_told() -> None:
    settings = Settings(allowed="+, *", why="03 is about the loop.")
    record = judge(RuleBroken("matmul", None), settings)[1]
    assert record.rationale == "by hand, please: matmul does the work for you"
    assert record.help == "03 is about the loop; allowed: +, *"


def test_the_call_that_ended_is_kept() -> None:
    error = raised()
    error.call = "f(x[3])"
    assert judge(error, BARE)[1].call == "f(x[3])"


def test_frames_are_checked_before_they_are_shown() -> None:
    good = {"line": 3, "function": "f", "source": "x @ y", "variables": [["x", "float32 [3]"]]}
    odd = {"line": "3", "function": None, "source": 5, "variables": {"x": 1}}
    record = judge(raised(frames=["text", odd, good]), BARE)[1]
    assert [frame.line for frame in record.frames] == [0, 3]
    assert record.frames[1].variables == (("x", "float32 [3]"),)
    nested = {"line": 1, "variables": [["x"], "xy", [1, 2], ["y" * 99, "z" * 999]]}
    variables = judge(raised(frames=[nested]), BARE)[1].frames[0].variables
    assert [(len(a), len(b)) for a, b in variables] == [(0, 0), (60, 100)]
