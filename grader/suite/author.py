"""An author's own pytest over one suite: the same worker, with -k, -x and --pdb."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalog import Course
from grader.submission import read
from grader.suite.devices import SIMULATED
from grader.suite.run import RUN, Run
from grader.suite.session import Session
from grader.worker.client import Program
from grader.worker.isolation import readable_folders
from grader.worker.launch import best_launcher
from grader.worker.main import Confinement


def author_run(config: pytest.Config) -> Run:
    """The run of ``pytest -p grader.suite SUITE --submission FILE``; forks its template now.

    Raises pytest.UsageError when the arguments name no suite of a course.
    """
    suites = [Path(str(arg).partition("::")[0]).resolve() for arg in config.args]
    if len(suites) != 1 or not suites[0].is_file():
        raise pytest.UsageError("--submission needs exactly one suite, tests/NN_name.py")
    course = Course(suites[0].parent.parent)
    exercise = course.find(suites[0].stem)
    secret = tuple(str(path) for path in course.secret)
    launcher = best_launcher(Confinement(readable_folders(secret), secret))
    for name in exercise.settings.preload:
        launcher.preload(name)
    path = Path(config.getoption("--submission"))
    program = Program(
        str(path),
        read(path).text,
        tuple(entry.name for entry in exercise.entries),
        exercise.settings.bans,
    )
    device = str(config.getoption("--device"))
    devices = SIMULATED if device == SIMULATED[0] else (device,)
    return Run(Session(exercise, launcher, program, devices, int(config.getoption("--seed"))))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Prints the notes that the suite left, as the learner's screen would."""
    run = config.stash.get(RUN, None)
    if run is not None and run.jobs is None:
        for text in run.session.notes:
            terminalreporter.write_line(f"note: {text}")
