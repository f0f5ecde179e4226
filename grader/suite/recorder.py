"""The pytest side of a suite: a case per test and device, its clock, its verdict.

The same hooks serve `learn check`, which runs every case once a seed and reads the outcomes, and an
author's plain ``pytest -p grader.suite tests/03_matmul.py --submission FILE``.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from grader.report import Verdict
from grader.suite.devices import SIMULATED, read_simulated
from grader.suite.failure import Failure
from grader.suite.items import device_of, is_wanted, mark_of, name_of, simple, title_of
from grader.suite.known import Known
from grader.suite.outcome import Outcome
from grader.suite.session import Session
from grader.suite.verdicts import judge
from grader.worker.client import Ended, Killed, Program

BELT = 60.0  # seconds that pytest-timeout leaves beyond the client's own deadline


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
    spent: float = 0.0  # seconds of the next case's time that went before it began

    __name__ = "learn_run"

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keeps the error of a suite that cannot be collected."""
        if report.failed:
            self.broken = report.longreprtext


RUN = pytest.StashKey[Run]()
_SECONDS = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """An author's options."""
    group = parser.getgroup("learn", "a hidden suite over one submission")
    group.addoption("--submission", metavar="FILE", help="the file to run the suite over")
    group.addoption("--seed", type=int, default=1, help="of the random inputs (1)")
    group.addoption("--device", default="cpu", help="cpu, cuda, mps or simulated")


def pytest_configure(config: pytest.Config) -> None:
    """Registers the markers; makes the run of an author's own pytest."""
    for line in (
        "exercise(...): what the suite declares of itself",
        "points(n): what the case is worth",
        "hint(text): shown when the case fails",
        "after(case): runs only when that case passed",
        "visible: the learner may read the case before grading",
    ):
        config.addinivalue_line("markers", line)
    run = config.pluginmanager.get_plugin("learn_run")
    if run is None and config.getoption("--submission"):
        from grader.suite.author import author_run

        run = author_run(config)
    if run is not None:
        config.stash[RUN] = run


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the workers of an author's run."""
    run = config.stash.get(RUN, None)
    if run is not None and run.jobs is None:
        run.session.close()
        run.session.launcher.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A case for each device."""
    run = metafunc.config.stash.get(RUN, None)
    if run is not None and "learn_device" in metafunc.fixturenames:
        metafunc.parametrize("learn_device", run.session.devices)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The first device's cases first; a chosen case waits for none that is not."""
    run = config.stash.get(RUN, None)
    if run is None:
        return
    order = {device: number for number, device in enumerate(run.session.devices)}
    items.sort(key=lambda item: order.get(device_of(item), 0))
    for item in items:
        seconds = float(mark_of(item, "timeout", run.session.exercise.settings.timeout))
        item.stash[_SECONDS] = seconds
        belt = pytest.mark.timeout(2 * seconds + BELT, method="signal")
        item.add_marker(belt, append=False)
    chosen = list(items)
    if run.only:
        wanted = {simple(text) for text in run.only}
        chosen = [item for item in chosen if is_wanted(item, wanted)]
    if (kept := run.simulated) is not None:
        chosen = [i for i in chosen if device_of(i) not in SIMULATED or name_of(i) in kept]
    run.spare = [i for i in items if i not in chosen and device_of(i) not in SIMULATED]
    items[:] = chosen


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Runs the collected cases over every job; an author's pytest keeps its own loop."""
    run = session.config.stash.get(RUN, None)
    if run is None or run.jobs is None:
        return None
    if session.testsfailed:
        raise session.Interrupted("the suite cannot be collected")
    for program, seeds, done in run.jobs:
        run.session.resubmit(program)
        run.outcomes.clear()
        # Whoever waits for a first look gets every case with one seed, then the other seeds.
        ordinary = [item for item in session.items if device_of(item) not in SIMULATED]
        sweeps = [seeds] if run.swept is None else [seeds[:1], seeds[1:]]
        for number, sweep in enumerate(sweeps):
            _sweep(ordinary, run, sweep, first=seeds[0])
            unexplained = (Verdict.WRONG, Verdict.RAISED)
            if any(outcome.verdict in unexplained for outcome in run.outcomes.values()):
                _explain(run, ordinary)
            if number == 0 and run.swept is not None and len(seeds) > 1:
                run.swept(list(run.outcomes.values()))
        if all(outcome.verdict is Verdict.PASSED for outcome in run.outcomes.values()):
            simulated = [item for item in session.items if device_of(item) in SIMULATED]
            _sweep(simulated, run, seeds[:1], seeds[0])
        done(list(run.outcomes.values()))
        # What pytest would sum up at the end: a record of every case of every submission.
        cast(Any, session.config.pluginmanager.get_plugin("terminalreporter")).stats.clear()
    return True


def _sweep(items: list[pytest.Item], run: Run, seeds: tuple[int, ...], first: int) -> None:
    """Runs every case once a seed, up to the first that it does not pass."""
    for item in items:
        key = name_of(item), device_of(item)
        for run.session.seed in seeds:
            run.session.thorough = run.session.seed == first
            if key in run.outcomes and run.outcomes[key].verdict is not Verdict.PASSED:
                break
            if _passes_as_known(item, run):
                continue
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if run.killed:  # says nothing of the case: once more
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        if run.first and key in run.outcomes and not _lets_go_on(run.outcomes[key]):
            return


def _passes_as_known(item: pytest.Item, run: Run) -> bool:
    """Whether the submission answers the case as it was passed before, which is then recorded."""
    if any(_needs(item, run)):
        return False
    case, device = name_of(item), device_of(item)
    run.started = time.monotonic()
    run.session.evidence.case = f"{case}@{device}"
    passed, run.spent = run.known.passes(run.session, case, device, item.stash[_SECONDS])
    if passed:
        _record(item, run, None)
    return passed


def _lets_go_on(outcome: Outcome) -> bool:
    """Whether it passed, or is of the simulated device and could not be seen there."""
    unseen = outcome.verdict in (Verdict.UNAVAILABLE, Verdict.SKIPPED)
    return outcome.verdict is Verdict.PASSED or (outcome.device in SIMULATED and unseen)


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


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Starts the case's clock, or lets it wait for a case that did not pass."""
    run = item.config.stash.get(RUN, None)
    if run is None:
        return
    run.started = time.monotonic()
    device = device_of(item)
    for needed in _needs(item, run):
        raise Waits(needed)
    run.session.evidence.case = f"{name_of(item)}@{device}"
    spent, run.spent = run.spent, 0.0
    run.session.begin_case(device, item.stash[_SECONDS], spent)


def _needs(item: pytest.Item, run: Run) -> Iterator[str]:
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


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> pytest.TestReport | None:
    """Records the outcome, and gives pytest a report in the learner's words."""
    run = item.config.stash.get(RUN, None)
    if run is None:
        return None
    error = call.excinfo.value if call.excinfo else None
    if call.when == "call" or (call.when == "setup" and error is not None):
        _record(item, run, error)
    outcome = run.outcomes.get((name_of(item), device_of(item)))
    words: Any = None
    if error is not None:
        words = str(error)
        if run.jobs is None and not isinstance(error, Ended | Waits):
            words = item.repr_failure(call.excinfo) if call.excinfo else words
        if outcome is not None and outcome.failure is not None and outcome.failure.rationale:
            words = f"{outcome.verdict.value}: {error}" if isinstance(error, Ended) else words
    state = "passed" if error is None else "skipped" if isinstance(error, Waits) else "failed"
    if state == "skipped":
        words = (str(item.path), None, f"waits for {error}")
    report = {
        "nodeid": item.nodeid,
        "location": item.location,
        "keywords": dict.fromkeys(item.keywords, 1),
        "outcome": state,
        "longrepr": words,
        "when": call.when,
        "duration": call.duration,
        "start": call.start,
        "stop": call.stop,
    }
    return pytest.TestReport(**cast(Any, report))


def _record(item: pytest.Item, run: Run, error: BaseException | None) -> None:
    device = device_of(item)
    client = run.session.client(device)
    recording = run.session.end_case(device)
    run.killed = isinstance(error, Killed)
    verdict, failure, waits_for = Verdict.PASSED, None, ""
    if isinstance(error, Waits):
        verdict, waits_for = Verdict.SKIPPED, str(error)
    elif error is not None:
        settings = run.session.exercise.settings
        verdict, failure = judge(error, settings, loading=client.refused is error)
    if device in SIMULATED and not waits_for:
        verdict, failure = read_simulated(device, verdict, failure, error, client.stray)
    elif error is not None and not waits_for:
        run.session.evidence.fail(error)
        if run.jobs is None and isinstance(error, Failure):  # an author's: no end to wait for
            from grader.suite.explain import explained

            failure = explained(run.session, error.record, run.session.evidence.case, ())
            error.record = failure
    if verdict is Verdict.PASSED and error is None:
        run.known.learn(run.session, name_of(item), device, recording)
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
