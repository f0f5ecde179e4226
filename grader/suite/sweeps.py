"""The cases of a suite over one submission after the other: every case, once a seed."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from grader.report import Verdict
from grader.suite.devices import SIMULATED
from grader.suite.items import device_of, name_of
from grader.suite.outcome import Outcome
from grader.suite.run import SECONDS, Run, needs, record
from grader.suite.session import Session


class Turn(NamedTuple):
    """A case with one of the seeds; ``thorough`` with the first of them."""

    item: pytest.Item
    seed: int
    thorough: bool

    @property
    def case(self) -> tuple[str, str]:
        """The case's name and its device."""
        return name_of(self.item), device_of(self.item)

    def begin(self, session: Session) -> None:
        """Tells the session whose turn it is."""
        session.seed, session.thorough = self.seed, self.thorough
        session.evidence.case = "@".join(self.case)


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
        run.following = device_of(simulated[0]) if simulated else ""
        _grade(run, [item for item in items if item not in simulated], seeds)
        if all(outcome.verdict is Verdict.PASSED for outcome in run.outcomes.values()):
            turns = _turns(simulated, seeds[:1], seeds[0])
            _sweep(turns[_at_once(turns, run) :], run)
            _blame(run, simulated)
        done(list(run.outcomes.values()))
        forget()


def _grade(run: Run, items: list[pytest.Item], seeds: tuple[int, ...]) -> None:
    """Runs every case on the devices that are there, with every seed."""
    # Whoever waits for a first look gets every case with one seed, then the other seeds.
    sweeps = [seeds] if run.swept is None else [seeds[:1], seeds[1:]]
    first, *others = [_turns(items, sweep, seeds[0]) for sweep in sweeps]
    over = _at_once([*first, *(turn for turns in others for turn in turns)], run)
    for number, turns in enumerate((first[over:], *others)):
        if over <= len(first):
            _sweep(turns, run)
        _blame(run, items)
        unexplained = (Verdict.WRONG, Verdict.RAISED)
        if any(outcome.verdict in unexplained for outcome in run.outcomes.values()):
            _explain(run, items)
        if number == 0 and run.swept is not None and len(seeds) > 1:
            run.swept(list(run.outcomes.values()))


def _turns(items: list[pytest.Item], seeds: tuple[int, ...], first: int) -> list[Turn]:
    """Every case with every seed, in order; a case that says the same with each, with the first."""
    return [
        Turn(item, seed, seed == first)
        for item in items
        for seed in seeds
        if seed == first or item.get_closest_marker("once") is None
    ]


def _at_once(turns: list[Turn], run: Run) -> int:
    """How many of the turns are over: the first, and then all, if the submission answers each as
    it was passed before.

    Only the first is waited for. On a GPU, whose workers start slowly, all are run one by one.
    """
    devices = {device for _, device in (turn.case for turn in turns)}
    keys = [(*turn.case, turn.seed, turn.thorough) for turn in turns]
    if not devices <= {"cpu", *SIMULATED} or not run.known.quick(keys):
        return 0
    if not _take(turns[0], run):
        return 1
    passed = run.known.passes_all(run.session, keys[1:])
    if passed is None:  # it was asked more than the cases ask: from the start
        run.session.resubmit(run.session.program)
        run.outcomes.clear()
        return 0
    for turn, each in zip(turns[1:], passed, strict=True):
        turn.begin(run.session)
        run.session.begin_case(turn.case[1], turn.item.stash[SECONDS])
        run.started = time.monotonic() - each.seconds
        each.relive(run.session)
        record(turn.item, run, None)
    return len(turns)


def _sweep(turns: list[Turn], run: Run) -> None:
    """Takes the turns, those of a case up to the first that it does not pass."""
    for turn in turns:
        if run.first and not all(map(_lets_go_on, run.outcomes.values())):
            return
        outcome = run.outcomes.get(turn.case)
        if outcome is None or outcome.verdict is Verdict.PASSED:
            _take(turn, run)


def _take(turn: Turn, run: Run) -> bool:
    """Runs a case, unless the submission answers it as it was passed before; whether it does."""
    turn.begin(run.session)
    known = _passes_as_known(turn, run)
    if not known:
        turn.item.config.hook.pytest_runtest_protocol(item=turn.item, nextitem=None)
    if not known and run.killed:  # says nothing of the case: once more
        turn.item.config.hook.pytest_runtest_protocol(item=turn.item, nextitem=None)
    _start_ahead(turn, run)
    return known


def _start_ahead(turn: Turn, run: Run) -> None:
    """Starts the worker of the last device while the first one's is busy; it may come to that."""
    device, run.following = run.following, ""
    outcome = run.outcomes.get(turn.case)
    if device and outcome is not None and outcome.verdict is Verdict.PASSED:
        run.session.start_ahead(device)


def _passes_as_known(turn: Turn, run: Run) -> bool:
    """Whether the submission answers the case as it was passed before, which is then recorded."""
    if any(needs(turn.item, run)):
        return False
    run.started = time.monotonic()
    passed, run.spent = run.known.passes(run.session, *turn.case, turn.item.stash[SECONDS])
    if passed:
        record(turn.item, run, None)
    return passed


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

    def cases(device: str) -> Iterator[Callable[[], object]]:
        for item in (*items, *run.spare):
            if device_of(item) == device:
                run_case = item.config.hook.pytest_runtest_protocol
                yield functools.partial(run_case, item=item, nextitem=None)

    if not run.session.cancelled:
        run.outcomes = explain_first(run.session, dict(run.outcomes), cases)  # a rehearsal's go
