"""A suite that broke over an answer: whose doing it was.

A suite takes apart what a probe returns, and breaks where that is of another kind. A learner's code
can bring it to that, a worker that lies about a probe as well, and a mark that stays open for a
fault of ours would be theirs to have. It is the submission's doing where both can be shown: the
answer is of another kind than the reference's, and with the reference's the same case passes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import torch

from grader.report import Verdict
from grader.suite.compare import kind_of
from grader.suite.devices import SIMULATED
from grader.suite.evidence import Experiment
from grader.suite.outcome import Outcome
from grader.suite.rehearsal import experiments_of
from grader.suite.run import Run
from grader.suite.verdicts import OURS

Key = tuple[str, str]  # a case's name and its device
Case = Callable[[], object]


def blame(run: Run, cases: Sequence[tuple[Key, Case]]) -> None:
    """Turns the faults that a submission's answers brought about into wrong answers.

    Args:
        run: with the outcomes.
        cases: each runs one case, which a rehearsal does.
    """
    for key, case in cases:
        outcome = run.outcomes.get(key)
        if outcome is None or outcome.verdict is not Verdict.FAULT or run.session.cancelled:
            continue
        said = _said(run, outcome)
        if said and _is_sound(run, key, outcome, case):
            assert outcome.failure is not None
            failure = dataclasses.replace(outcome.failure, rationale=said, help="")
            run.outcomes[key] = dataclasses.replace(outcome, verdict=Verdict.WRONG, failure=failure)


def _said(run: Run, outcome: Outcome) -> str:
    """What is unlike the reference's in the case's last answer; empty where nothing is."""
    if outcome.failure is None or outcome.failure.rationale != OURS:
        return ""
    own = run.session.evidence.of(f"{outcome.id}@{outcome.device}")
    return _unlike(own[-1], run) if own else ""


def _unlike(experiment: Experiment, run: Run) -> str:
    right = experiment.play(run.session.reference)
    if right.thrown is not None or experiment.seen.error:
        return ""
    return unlike(experiment.seen.value, right.value)


def _is_sound(run: Run, key: Key, outcome: Outcome, case: Case) -> bool:
    """Whether the case passes with the reference's answers.

    One of the simulated device ran because the submission itself had passed it elsewhere.
    """
    if outcome.device in SIMULATED:
        others = [o for o in run.outcomes.values() if o.device not in SIMULATED]
        return any(o.id == outcome.id and o.verdict is Verdict.PASSED for o in others)
    before = dict(run.outcomes)
    run.session.seed = outcome.seed
    try:
        experiments_of(run.session, case)
        return run.outcomes[key].verdict is Verdict.PASSED
    finally:
        run.outcomes = before


def unlike(got: Any, right: Any, what: str = "the answer") -> str:
    """In what one value is of another kind than the other, in words; empty where in nothing."""
    if isinstance(got, torch.Tensor) and isinstance(right, torch.Tensor):
        for name, mine, theirs in (
            ("shape", list(got.shape), list(right.shape)),
            ("dtype", got.dtype, right.dtype),
        ):
            if mine != theirs:
                return f"{what} has {name} {mine}, expected {theirs}"
        return ""
    if _kind(got) != _kind(right):
        return f"{what} is {kind_of(got)}, not {kind_of(right)}"
    if isinstance(right, list | tuple):
        if len(got) != len(right):
            return f"{what} has {len(got)} entries, not {len(right)}"
        pairs = enumerate(zip(got, right, strict=True))
        found = (unlike(mine, theirs, f"{what}[{i}]") for i, (mine, theirs) in pairs)
        return next(filter(None, found), "")
    if isinstance(right, dict):
        if set(got) != set(right):
            return f"{what} has other keys than it should"
        found = (unlike(got[key], right[key], f"{what}[{key!r:.40}]") for key in right)
        return next(filter(None, found), "")
    return ""


def _kind(value: Any) -> str:
    """The type's bare name: an object that stayed in the worker tells no more than that."""
    if isinstance(value, torch.Tensor):
        return "tensor"
    return kind_of(value).split(" (")[0].rpartition(" ")[2].rpartition(".")[2]
