"""A case's turn over a submission: with a seed, run or known."""

from __future__ import annotations

import time
from typing import NamedTuple

import pytest

from grader.report import Verdict
from grader.suite.items import device_of, name_of
from grader.suite.known import Key
from grader.suite.run import SECONDS, Run, needs, record
from grader.suite.session import Session


class Turn(NamedTuple):
    """A case with one of the seeds; ``thorough`` with the first of them."""

    item: pytest.Item
    seed: int
    thorough: bool

    @property
    def device(self) -> str:
        """Where the case runs."""
        return device_of(self.item)

    @property
    def case(self) -> tuple[str, str]:
        """The case's name and its device."""
        return name_of(self.item), self.device

    @property
    def key(self) -> Key:
        """By which it is known how the case was passed."""
        return *self.case, self.seed, self.thorough

    def begin(self, session: Session) -> None:
        """Tells the session whose turn it is."""
        session.seed, session.thorough = self.seed, self.thorough
        session.evidence.case = "@".join(self.case)


def turns_of(items: list[pytest.Item], seeds: tuple[int, ...], first: int) -> list[Turn]:
    """Every case with every seed, in order; a case that says the same with each, with the first."""
    return [
        Turn(item, seed, seed == first)
        for item in items
        for seed in seeds
        if seed == first or item.get_closest_marker("once") is None
    ]


def take(turn: Turn, run: Run) -> None:
    """Runs a case, unless the submission answers it as it was passed before."""
    turn.begin(run.session)
    if passes_as_known(turn, run):
        start_ahead(turn, run)
    else:
        run_case(turn, run)


def run_case(turn: Turn, run: Run) -> None:
    """Runs a case; what was put to the submission ahead of it is not asked again."""
    run_item = turn.item.config.hook.pytest_runtest_protocol
    run_item(item=turn.item, nextitem=None)
    if run.killed:  # says nothing of the case: once more
        run_item(item=turn.item, nextitem=None)
    start_ahead(turn, run)


def start_ahead(turn: Turn, run: Run) -> None:
    """Starts the device check's worker while the other one is busy; it may come to that.

    Where all that it will be asked is known, it is asked.
    """
    outcome = run.outcomes.get(turn.case)
    start_following(run, outcome is not None and outcome.verdict is Verdict.PASSED)


def start_following(run: Run, passed: bool) -> None:
    """As `start_ahead`, where the first case is over, and was passed or not."""
    following, run.following = run.following, ()
    if following and passed:
        _, device, _, _ = following[0]
        run.session.start_ahead(device, run.known.requests(following))


def passes_as_known(turn: Turn, run: Run) -> bool:
    """Whether the submission answers the case as it was passed before, which is then recorded."""
    if any(needs(turn.item, run)):
        return False
    run.started = time.monotonic()
    passed, run.spent = run.known.passes(run.session, *turn.case, turn.item.stash[SECONDS])
    if passed:
        record(turn.item, run, None)
    return passed
