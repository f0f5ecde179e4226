"""What cases ask, found out with the reference in the learner's place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from grader.suite import rehearsal
from grader.suite.agree import Agree
from grader.suite.clock import OutOfTime
from grader.suite.rehearsal import Rehearsable, experiments_of, rehearse

Of = Callable[..., Agree]
RIGHT = "def f(x):\n    return x * 2\n"


@pytest.fixture
def agree(agree_of: Of) -> Agree:
    return agree_of("def f(x):\n    return x + 2\n", RIGHT)


class Case:
    """A case that asks for ``f`` of a tensor, and counts how often it was run."""

    def __init__(self, agree: Agree, x: torch.Tensor) -> None:
        self._agree = agree
        self._x = x
        self.runs = 0

    def __call__(self) -> None:
        self.runs += 1
        self._agree("f", self._x)


def test_a_case_passes_with_the_reference_and_leaves_no_trace(agree: Agree) -> None:
    session = agree.session
    evidence, notes = session.evidence, session.notes
    found = experiments_of(session, Case(agree, torch.ones(3)))
    assert found[0].seen.value.tolist() == [2.0] * 3
    assert session.evidence is evidence
    assert session.notes is notes
    assert not evidence.experiments
    assert not session.rehearsing


def test_a_case_that_breaks_leaves_no_trace_either(agree: Agree) -> None:
    evidence = agree.session.evidence
    with pytest.raises(ZeroDivisionError):
        experiments_of(agree.session, lambda: 1 / 0)
    assert agree.session.evidence is evidence
    assert not agree.session.rehearsing


def test_a_case_is_rehearsed_once_for_each_seed_and_amount_of_variants(agree: Agree) -> None:
    session, case = agree.session, Case(agree, torch.ones(3))
    found = []
    for seed, thorough in ((1, True), (2, True), (1, False), (1, True), (2, True), (1, False)):
        session.seed, session.thorough = seed, thorough
        found += rehearse(session, [Rehearsable("test_f@cpu", case)])
    assert case.runs == 3
    assert found[:3] == found[3:]
    list(rehearse(session, [Rehearsable("test_f@simulated", case)]))
    assert case.runs == 4


def test_large_experiments_and_too_many_cases_are_not_kept(
    agree: Agree, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = Case(agree, torch.ones(100_000))
    monkeypatch.setattr(rehearsal, "MOST_KEPT", 2)
    for _ in range(2):
        list(rehearse(agree.session, [Rehearsable("test_large@cpu", large)]))
    assert large.runs == 2
    small = [Case(agree, torch.ones(n)) for n in range(1, 4)]
    for _ in range(2):
        list(rehearse(agree.session, [Rehearsable(f"test_{n}", c) for n, c in enumerate(small)]))
    assert [case.runs for case in small] == [1, 1, 2]


def test_there_is_a_time_for_all_cases(agree: Agree, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(agree, torch.ones(3))
    monkeypatch.setattr(rehearsal, "BUDGET", -1.0)
    with pytest.raises(OutOfTime):
        list(rehearse(agree.session, [Rehearsable("test_f@cpu", case)]))
    assert not case.runs
