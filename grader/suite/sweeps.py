"""The cases of a suite over one submission after the other: every case, once a seed."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator

import pytest

from grader.report import Verdict
from grader.suite.devices import SIMULATED
from grader.suite.items import device_of, name_of
from grader.suite.outcome import Outcome
from grader.suite.run import SECONDS, Run, needs, record


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
        # Whoever waits for a first look gets every case with one seed, then the other seeds.
        ordinary = [item for item in items if device_of(item) not in SIMULATED]
        sweeps = [seeds] if run.swept is None else [seeds[:1], seeds[1:]]
        for number, sweep in enumerate(sweeps):
            _sweep(ordinary, run, sweep, first=seeds[0])
            if any(outcome.verdict is Verdict.FAULT for outcome in run.outcomes.values()):
                _blame(run, ordinary)
            unexplained = (Verdict.WRONG, Verdict.RAISED)
            if any(outcome.verdict in unexplained for outcome in run.outcomes.values()):
                _explain(run, ordinary)
            if number == 0 and run.swept is not None and len(seeds) > 1:
                run.swept(list(run.outcomes.values()))
        if all(outcome.verdict is Verdict.PASSED for outcome in run.outcomes.values()):
            simulated = [item for item in items if device_of(item) in SIMULATED]
            _sweep(simulated, run, seeds[:1], seeds[0])
            if any(outcome.verdict is Verdict.FAULT for outcome in run.outcomes.values()):
                _blame(run, simulated)
        done(list(run.outcomes.values()))
        forget()


def _sweep(items: list[pytest.Item], run: Run, seeds: tuple[int, ...], first: int) -> None:
    """Runs every case once a seed, up to the first that it does not pass."""
    for item in items:
        key = name_of(item), device_of(item)
        for run.session.seed in seeds:
            run.session.thorough = run.session.seed == first
            if not run.session.thorough and item.get_closest_marker("once"):
                break
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
    if any(needs(item, run)):
        return False
    case, device = name_of(item), device_of(item)
    run.started = time.monotonic()
    run.session.evidence.case = f"{case}@{device}"
    passed, run.spent = run.known.passes(run.session, case, device, item.stash[SECONDS])
    if passed:
        record(item, run, None)
    return passed


def _lets_go_on(outcome: Outcome) -> bool:
    """Whether it passed, or is of the simulated device and could not be seen there."""
    unseen = outcome.verdict in (Verdict.UNAVAILABLE, Verdict.SKIPPED)
    return outcome.verdict is Verdict.PASSED or (outcome.device in SIMULATED and unseen)


def _blame(run: Run, items: list[pytest.Item]) -> None:
    """Calls a fault a wrong answer where the submission's answers brought it about."""
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
