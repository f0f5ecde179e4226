"""One run of an exercise's suite, by pytest in this process, over any number of submissions."""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import platform
import random
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import torch

from grader import __version__
from grader.catalog import Exercise
from grader.declared import CaseHead
from grader.errors import Fault, UsageError
from grader.grading.places import CHECK, Places
from grader.grading.wishes import Wishes
from grader.report import Case, Layer, Report, Verdict
from grader.submission import Handed
from grader.suite.arguments import PLUGINS, suite_arguments
from grader.suite.devices import SIMULATED, versions
from grader.suite.items import simple
from grader.suite.known import Known
from grader.suite.outcome import Outcome
from grader.suite.run import Run
from grader.suite.session import Session
from grader.suite.trails import Trails
from grader.worker.client import Gpu, Program
from grader.worker.process import Launcher

# pytest's way of taking plugins and options from the environment is closed while a suite runs.
ENVIRONMENT = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "PYTEST_PLUGINS": ""}
# pytest sets this one and takes it away again; an outer pytest would miss it.
KEPT = (*ENVIRONMENT, "PYTEST_CURRENT_TEST")


class Batch:
    """Collects the suite once and runs its cases again for each submission.

    Args:
        launcher: of the workers.
        exercise: whose suite it is.
        wishes: of the caller.
        done: hears each report as soon as it is there.
        early: hears a report on all cases with the first seed alone, before that; not where every
            answer is known, and so the whole report at once.
        trails: known already, and kept up to date.
    """

    def __init__(
        self,
        launcher: Launcher,
        exercise: Exercise,
        wishes: Wishes,
        done: Callable[[Report], None] | None = None,
        early: Callable[[Report], None] | None = None,
        trails: Trails | None = None,
    ) -> None:
        self._early = early
        self._current: tuple[Handed, float] | None = None
        self._exercise = exercise
        self._wishes = wishes
        self._done = done
        self._places = Places(exercise, wishes)
        if self._places.checked != ():
            launcher.preload("simulated")  # now, while nobody waits for the template
        for text in wishes.only:
            _find_case(exercise, text)
        self._digest, self._title = exercise.digest, exercise.title  # the course may go meanwhile
        # Drawn once: while one sits at an exercise, a case that failed fails until it is mended.
        self._seeds = _drawn_seeds(exercise, wishes)
        nothing = Program("", "", ())
        self._session = Session(
            exercise, launcher, nothing, self._places.run, gpu=Gpu(wishes.gpu, wishes.gpu_share)
        )
        self._known = Known()
        self._trails = Trails() if trails is None else trails
        self._layers: tuple[Layer, ...] = launcher.layers

    def run(self, submissions: Iterable[Handed]) -> None:
        """Runs the suite over all of them.

        Raises Fault when it cannot be run.
        """
        wishes = self._wishes
        if not self._places.here:
            for handed in submissions:
                self._finish(handed, (), 0.0, [])
            return
        run = Run(
            self._session,
            self._jobs(submissions),
            only=wishes.only,
            first=wishes.first,
            simulated=self._places.checked,
            swept=None if self._early is None else self._swept,
            patience=wishes.most_timeouts,
            known=self._known,
            trails=self._trails,
        )
        output = io.StringIO()
        with _quiet(output), _forgotten(self._exercise.suite):
            code = pytest.main(suite_arguments(self._exercise.suite), plugins=[*PLUGINS, run])
        if code == pytest.ExitCode.INTERRUPTED and "KeyboardInterrupt" in output.getvalue():
            raise KeyboardInterrupt
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            raise _cannot_run(self._exercise, run.broken or output.getvalue())

    def warm_up(self) -> None:
        """Loads what the first submission would load: the reference and the known wrongs."""
        _ = self._session.reference, self._session.wrongs

    def renew(self) -> None:
        """Lets the next submission run, whatever was cancelled before."""
        self._session.cancelled = False

    def cancel(self) -> None:
        """Ends the run of the submission that is running, without a report; from any thread."""
        self._session.cancel()

    def close(self) -> None:
        """Ends the workers; later ones know nothing of what these were asked."""
        self._session.close()
        self._session.launcher.stock([])

    def _jobs(
        self, submissions: Iterable[Handed]
    ) -> Iterator[tuple[Program, tuple[int, ...], Callable[[list[Outcome]], None]]]:
        entries = tuple(entry.name for entry in self._exercise.entries)
        for handed in submissions:
            seeds, started = self._seeds, time.monotonic()
            self._current = handed, started

            def finish(
                outcomes: list[Outcome],
                handed: Handed = handed,
                seeds: tuple[int, ...] = seeds,
                started: float = started,
            ) -> None:
                self._finish(handed, seeds, time.monotonic() - started, outcomes)

            bans = self._exercise.settings.bans
            program = Program(handed.record.path, handed.text, entries, bans, handed.earlier)
            yield program, seeds, finish
            self._session.close()  # now, not when the next submission comes, however late

    def _finish(
        self, handed: Handed, seeds: tuple[int, ...], seconds: float, outcomes: list[Outcome]
    ) -> None:
        if self._session.cancelled:
            return
        report = self._report(handed, seeds, seconds, outcomes)
        if self._done is not None:
            self._done(report)

    def _swept(self, outcomes: list[Outcome]) -> None:
        """Tells of the first seed."""
        assert self._current is not None
        assert self._early is not None
        handed, started = self._current
        if not self._session.cancelled:
            seconds = time.monotonic() - started
            self._early(self._report(handed, self._seeds[:1], seconds, outcomes))

    def _report(
        self, handed: Handed, seeds: tuple[int, ...], seconds: float, outcomes: list[Outcome]
    ) -> Report:
        cases = [_case(outcome) for outcome in self._places.merged(outcomes)]
        for device in self._places.absent:
            if self._demanded(device):
                cases += [_unavailable(head, device) for head in self._exercise.cases]
        return Report(
            exercise=self._exercise.slug,
            title=self._title,
            submission=handed.record,
            cases=tuple(cases),
            devices=self._places.devices(outcomes),
            seeds=seeds,
            suite=self._digest,
            isolation=self._isolation(),
            prints=_prints(outcomes),
            notes=tuple(self._session.notes) if outcomes else (),
            policy=self._wishes.policy,
            seconds=seconds,
            versions=_versions(),
        )

    def _demanded(self, device: str) -> bool:
        return self._wishes.policy == "graded" or self._wishes.device in (device, "all")

    def _isolation(self) -> tuple[Layer, ...]:
        for client in self._session.clients.values():
            if client.layers:
                self._layers = self._session.launcher.layers + client.layers
        return self._layers


def _drawn_seeds(exercise: Exercise, wishes: Wishes) -> tuple[int, ...]:
    """The same few for everyone; practice draws the last one afresh, and shows it on a fail."""
    count = exercise.settings.seeds
    if wishes.seed is not None:
        return (wishes.seed,)
    if wishes.fresh:
        return tuple(random.SystemRandom().sample(range(100, 10_000), count))
    if wishes.policy == "graded" or count < 3:
        return tuple(range(1, count + 1))
    return (*range(1, count), random.SystemRandom().randrange(100, 10_000))


@contextlib.contextmanager
def _quiet(output: io.StringIO) -> Iterator[None]:
    """pytest's own words go to ``output``; nothing is written beside the suite."""
    before = {name: os.environ.get(name) for name in KEPT}
    os.environ.update(ENVIRONMENT)
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            yield
    finally:
        sys.dont_write_bytecode = written
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _forgotten(suite: Path) -> Iterator[None]:
    """The suite's module is dropped afterwards: pytest would take it for another's of that name."""
    try:
        yield
    finally:
        for name, module in list(sys.modules.items()):
            if getattr(module, "__file__", None) == str(suite):
                del sys.modules[name]


def _cannot_run(exercise: Exercise, output: str) -> Fault:
    """The fault of a suite that pytest cannot run; only the last line, for the rest is secret."""
    lines = [line.removeprefix("E ").strip() for line in output.splitlines()]
    last = next((line for line in reversed(lines) if line), "pytest gave no reason")
    return Fault(
        f"the suite of {exercise.slug} cannot be run",
        last[:300],
        f"authors see more with: pytest -p grader.suite {exercise.suite} --submission FILE",
    )


def _find_case(exercise: Exercise, text: str) -> None:
    """Raises UsageError, with the closest titles, where no case of the exercise is called so."""
    titles = {simple(name): case.title for case in exercise.cases for name in (case.id, case.title)}
    if simple(text) in titles:
        return
    close = difflib.get_close_matches(simple(text), titles, n=3, cutoff=0.4)
    known = list(dict.fromkeys(titles[name] for name in close or titles))[:3]
    words = "the closest are" if close else "there are"
    raise UsageError(
        f"{exercise.slug} has no case {text!r}",
        f"{words} {', '.join(map(repr, known))}",
        f"learn check {exercise.number} --only {shlex.quote(known[0])}" if known else "",
    )


def _case(outcome: Outcome) -> Case:
    checked = outcome.device in SIMULATED  # no points: a GPU elsewhere would give them again
    return Case(
        id=outcome.id,
        title=outcome.title,
        device=CHECK if checked else outcome.device,
        verdict=outcome.verdict,
        possible=0.0 if checked else outcome.possible,
        failure=outcome.failure,
        waits_for=outcome.waits_for,
        seed=None if outcome.verdict is Verdict.PASSED else outcome.seed,
        seconds=outcome.seconds,
        visible=outcome.visible,
    )


def _unavailable(head: CaseHead, device: str) -> Case:
    return Case(
        head.id, head.title, device, Verdict.UNAVAILABLE, head.possible, visible=head.visible
    )


def _prints(outcomes: list[Outcome]) -> str:
    """What the first case that did not pass printed; of a pass, what its first case printed."""
    failed = [o for o in outcomes if o.verdict not in (Verdict.PASSED, Verdict.SKIPPED)]
    return next((o.prints for o in (*failed, *outcomes) if o.prints), "")


def _versions() -> tuple[tuple[str, str], ...]:
    return (
        ("grader", __version__),
        ("python", platform.python_version()),
        ("torch", str(torch.__version__)),
        ("platform", f"{platform.system()} {platform.release()}"),
        *versions(),
    )
