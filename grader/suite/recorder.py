"""The pytest side of a suite: a case per test and device, its clock, its verdict.

The same hooks serve `learn check`, which runs every case once a seed and reads the outcomes, and an
author's plain ``pytest -p grader.suite tests/03_matmul.py --submission FILE``.
"""

from __future__ import annotations

import time
from typing import Any, cast

import pytest

from grader.suite.devices import SIMULATED
from grader.suite.items import device_of, is_wanted, mark_of, name_of, simple
from grader.suite.run import RUN, SECONDS, Waits, needs, record
from grader.suite.sweeps import run_jobs
from grader.worker.client import Ended

BELT = 60.0  # seconds that pytest-timeout leaves beyond the client's own deadline


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
        "once: the case says the same with every seed, and is run with the first alone",
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
        item.stash[SECONDS] = seconds
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
    # What pytest would sum up at the end: a record of every case of every submission.
    stats = cast(Any, session.config.pluginmanager.get_plugin("terminalreporter")).stats
    run_jobs(run, session.items, stats.clear)
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Starts the case's clock, or lets it wait for a case that did not pass."""
    run = item.config.stash.get(RUN, None)
    if run is None:
        return
    run.started = time.monotonic()
    device = device_of(item)
    for needed in needs(item, run):
        raise Waits(needed)
    run.session.evidence.case = f"{name_of(item)}@{device}"
    spent, run.spent = run.spent, 0.0
    run.session.begin_case(device, item.stash[SECONDS], spent)


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
        record(item, run, error)
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
