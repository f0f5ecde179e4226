"""The Slurm engine, with the processes of submitit's local executor in place of Slurm's jobs."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.engines import Chunk, Graded
from grader.engines.element import Results, run
from grader.engines.local import LocalEngine
from grader.engines.slurm import SlurmEngine
from grader.errors import Fault, UsageError
from grader.grading.grader import Grader

Make = Callable[..., Chunk]
Start = Callable[..., SlurmEngine]
WRONG = "def double(x):\n    return x\n"
CRASH = "import os\n\ndef double(x):\n    os.kill(os.getpid(), 11)\n    os.abort()\n"


def rows(results: Iterator[Graded] | list[Graded]) -> list[tuple[str, str, str, str]]:
    return sorted((g.exercise, g.digest, g.state, g.report) for g in results)


@pytest.fixture
def slurm(
    grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Engines of one shared folder, called in a folder full of traps."""
    monkeypatch.setattr("grader.engines.slurm.POLL", 0.05)
    monkeypatch.chdir(tmp_path)
    for name in ("struct", "random", "torch", "submitit", "grader"):
        (tmp_path / f"{name}.py").write_text("import os\nos._exit(1)\n")
    started = []

    def make(*options: str, **more: object) -> SlurmEngine:
        engine = SlurmEngine(
            grader.course.root, Path("shared"), options, **{"cluster": "local", **more}
        )
        started.append(engine)
        return engine

    yield make
    for engine in started:
        engine.close()


def test_an_element_that_is_killed_loses_and_doubles_nothing_and_the_bytes_are_the_local_engine_s(
    slurm: Start, engine: LocalEngine, chunk: Make, right: str
) -> None:
    texts = [WRONG, CRASH, "def double(:\n", *(f"{right}\n# {n}\n" for n in range(5))]
    chunks = [chunk(*texts[:4]), chunk(*texts[4:])]
    jobs = slurm()
    found: list[Graded] = []
    for graded in jobs.grade(iter(chunks)):
        if not found:
            _kill_tree(jobs._running[0].job._process.pid)
        found.append(graded)
    assert len(found) == len(texts)
    assert rows(found) == rows(engine.grade(chunks))
    assert not list(Path("shared/results").iterdir())
    assert not jobs._running


def _kill_tree(pid: int) -> None:
    below = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for path in below for child in path.read_text().split()]
    os.kill(pid, signal.SIGKILL)
    for child in children:
        os.kill(child, signal.SIGKILL)
