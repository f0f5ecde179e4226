"""A run of a suite: the submissions to run it over, and what each case of one came to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pytest

from grader.report import Verdict
from grader.suite.devices import SIMULATED, read_simulated
from grader.suite.failure import Failure
from grader.suite.items import device_of, mark_of, name_of, title_of
from grader.suite.known import Key, Known
from grader.suite.outcome import Outcome
from grader.suite.session import Session
from grader.suite.trails import Trails
from grader.suite.verdicts import judge
from grader.worker.client import Killed, Program

Job = tuple[Program, tuple[int, ...], Callable[[list[Outcome]], None]]


class Waits(Exception):  # noqa: N818 - not an error: the case was not run
    """The case waits for another one that did not pass."""


@dataclass
class Run:
    """The submissions to run a suite over, and what becomes of them.

    Args:
        session: with the first submission's program in it.
        jobs: programs, their seeds and who hears the outcomes; None for an author's own pytest.
        only: titles or names of cases to run; all if empty.
        first: end a job at its first case that does not pass.
        simulated: cases for the simulated accelerator, all if None; they wait for all others.
    """

    session: Session
    jobs: Iterable[Job] | None = None
    only: tuple[str, ...] = ()
    first: bool = False
    simulated: tuple[str, ...] | None = None  # cases for the simulated device; None: all
    swept: Callable[[list[Outcome]], None] | None = None  # hears of all cases with the first seed
    patience: int = 0  # cases that may end in a TIMEOUT before the rest waits; 0: any number
    outcomes: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    started: float = 0.0
    spare: list[pytest.Item] = field(default_factory=list)  # cases that nobody asked for
    broken: str = ""  # why the suite cannot be collected
    killed: bool = False  # the last case's worker was, from outside
    known: Known = field(default_factory=Known)
    trails: Trails = field(default_factory=Trails)
    following: tuple[Key, ...] = ()  # the device check's cases, until its worker was started
    spent: float = 0.0  # seconds of the next case's time that went before it began

    __name__ = "learn_run"

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keeps the error of a suite that cannot be collected."""
        if report.failed:
            self.broken = report.longreprtext


RUN = pytest.StashKey[Run]()
SECONDS = pytest.StashKey[float]()  # that a case may take


def needs(item: pytest.Item, run: Run) -> Iterator[str]:
    """Titles of cases that this one waits for and that did not pass."""
    device, first = device_of(item), run.session.devices[0]
    ended = [o for o in run.outcomes.values() if o.verdict is Verdict.TIMEOUT]
    ended = [outcome for outcome in ended if outcome.id != name_of(item)]
    if run.patience and len(ended) >= run.patience:
        yield ended[0].title
    after = mark_of(item, "after", None)
    wanted = [(after, device)] if after else []
    wanted += [(name_of(item), first)] if device != first else []
    for key in wanted:
        outcome = run.outcomes.get(key)
        if outcome is not None and outcome.verdict is not Verdict.PASSED:
            yield outcome.title if key[1] == device else f"{outcome.title} on {key[1]}"


def record(item: pytest.Item, run: Run, error: BaseException | None) -> None:
    """Keeps what a case came to that has just run; ``error`` ended it, if any did."""
    device = device_of(item)
    client = run.session.client(device)
    recording = run.session.end_case(device)
    run.killed = isinstance(error, Killed)
    if error is not None and not isinstance(error, Waits):
        client.history.sharpen()
    verdict, failure, waits_for = Verdict.PASSED, None, ""
    if isinstance(error, Waits):
        verdict, waits_for = Verdict.SKIPPED, str(error)
    elif error is not None:
        settings = run.session.exercise.settings
        verdict, failure = judge(error, settings, loading=client.refused is error)
    if device in SIMULATED and not waits_for:
        verdict, failure = read_simulated(device, verdict, failure, error, client.stray)
    elif error is not None and not waits_for and verdict is not Verdict.UNAVAILABLE:
        run.session.evidence.fail(error)
        if run.jobs is None and isinstance(error, Failure):  # an author's: no end to wait for
            from grader.suite.explain import explained

            failure = explained(run.session, error.record, run.session.evidence.case, ())
            error.record = failure
    if verdict is Verdict.PASSED and error is None:
        seconds = time.monotonic() - run.started
        run.known.learn(run.session, name_of(item), device, recording, seconds)
    run.outcomes[name_of(item), device] = Outcome(
        id=name_of(item),
        title=title_of(item),
        device=device,
        possible=float(mark_of(item, "points", 1)),
        visible=item.get_closest_marker("visible") is not None,
        seed=run.session.seed,
        verdict=verdict,
        failure=failure,
        waits_for=waits_for,
        seconds=time.monotonic() - run.started,
        prints=client.take_prints(last=error is not None),
    )
