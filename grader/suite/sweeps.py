"""The cases of a suite over one submission after the other: every case, once a seed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

import pytest

from grader.report import Verdict
from grader.suite.devices import SIMULATED
from grader.suite.items import device_of, name_of
from grader.suite.outcome import Outcome
from grader.suite.rehearsal import Rehearsable
from grader.suite.run import Run
from grader.suite.shortcuts import at_once, device_check_at_once
from grader.suite.turns import Turn, take, turns_of


def run_jobs(run: Run, items: list[pytest.Item], forget: Callable[[], None]) -> None:
    """Runs the collected cases over every job of the run, and tells each job's outcomes.

    Args:
        run: with the jobs.
        items: the cases, on each device.
        forget: drops what pytest keeps of a job's cases.
    """
    assert run.jobs is not None
    for program, seeds, done in run.jobs:
        run.session.resubmit(program)
        run.outcomes.clear()
        simulated = [item for item in items if device_of(item) in SIMULATED]
        device_check = turns_of(simulated, seeds[:1], seeds[0])
        run.following = tuple(turn.key for turn in device_check)
        _grade(run, [item for item in items if item not in simulated], seeds)
        if all(outcome.verdict is Verdict.PASSED for outcome in run.outcomes.values()):
            _sweep(device_check[device_check_at_once(device_check, run) :], run)
            _blame(run, simulated)
        done(list(run.outcomes.values()))
        forget()


def _grade(run: Run, items: list[pytest.Item], seeds: tuple[int, ...]) -> None:
    """Runs every case on the devices that are there, with every seed."""
    # Whoever waits for a first look gets every case with one seed, then the other seeds.
    sweeps = [seeds] if run.swept is None else [seeds[:1], seeds[1:]]
    first, *others = [turns_of(items, sweep, seeds[0]) for sweep in sweeps]
    every = [turn for turns in (first, *others) for turn in turns]
    over = at_once(every, run)
    if over is None:
        return
    swept = run.swept if len(seeds) > 1 and over < len(every) else None
    for number, turns in enumerate((first, *others)):
        _sweep(turns[over:], run)
        over = max(0, over - len(turns))
        _blame(run, items)
        unexplained = (Verdict.WRONG, Verdict.RAISED)
        if any(outcome.verdict in unexplained for outcome in run.outcomes.values()):
            _explain(run, items)
        if number == 0 and swept is not None:
            swept(list(run.outcomes.values()))
    _keep(run)


def _keep(run: Run) -> None:
    """Keeps the way on which the submission came to fail, for those that will go it too."""
    outcomes, session = list(run.outcomes.values()), run.session
    here = all(outcome.device == "cpu" for outcome in outcomes)
    if here and not session.cancelled and any(o.verdict is not Verdict.PASSED for o in outcomes):
        run.trails.learn(session, session.client("cpu").history, outcomes)


def _sweep(turns: list[Turn], run: Run) -> None:
    """Takes the turns, those of a case up to the first that it does not pass."""
    for turn in turns:
        if run.first and not all(map(_lets_go_on, run.outcomes.values())):
            return
        outcome = run.outcomes.get(turn.case)
        if outcome is None or outcome.verdict is Verdict.PASSED:
            take(turn, run)


def _lets_go_on(outcome: Outcome) -> bool:
    """Whether it passed, or is of the simulated device and could not be seen there."""
    unseen = outcome.verdict in (Verdict.UNAVAILABLE, Verdict.SKIPPED)
    return outcome.verdict is Verdict.PASSED or (outcome.device in SIMULATED and unseen)


def _blame(run: Run, items: list[pytest.Item]) -> None:
    """Calls a fault a wrong answer where the submission's answers brought it about."""
    if all(outcome.verdict is not Verdict.FAULT for outcome in run.outcomes.values()):
        return
    from grader.suite.unusable import blame  # a fault alone needs it

    cases = [
        ((name_of(item), device_of(item)),
         functools.partial(item.config.hook.pytest_runtest_protocol, item=item, nextitem=None))
        for item in items
    ]  # fmt: skip
    blame(run, cases)


def _explain(run: Run, items: list[pytest.Item]) -> None:
    """Adds to the first case that did not pass why it did not, where that can be proven."""
    from grader.suite.explain import explain_first  # a failure alone needs it

    def cases(device: str) -> Iterator[Rehearsable]:
        for item in (*items, *run.spare):
            if device_of(item) == device:
                run_case = item.config.hook.pytest_runtest_protocol
                play = functools.partial(run_case, item=item, nextitem=None)
                yield Rehearsable(f"{name_of(item)}@{device}", play)

    if not run.session.cancelled:
        outcomes, run.outcomes = run.outcomes, {}  # those of a rehearsal go
        run.outcomes = explain_first(run.session, outcomes, cases)
