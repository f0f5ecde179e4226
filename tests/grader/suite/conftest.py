"""A session over an exercise of the test's own, with the run's workers."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from grader.catalog import Course, Exercise
from grader.grading.grader import Grader
from grader.suite.agree import Agree
from grader.suite.proxy import Submission
from grader.suite.rng import Rng
from grader.suite.session import Session
from grader.worker.client import Program
from grader.worker.process import Process

HEAD = "import torch\n\n"


def text(code: str) -> str:
    return HEAD + textwrap.dedent(code).lstrip("\n")


def exercise_in(folder: Path, reference: str, wrongs: dict[str, str]) -> Exercise:
    files = {
        "exercises/07_own.py": '"""A title"""\n',
        "solutions/07_own.py": text(reference),
        "tests/07_own.py": "import pytest\n\npytestmark = pytest.mark.exercise(timeout=20)\n",
        **{f"tests/wrong/07_own/{name}.py": code for name, code in wrongs.items()},
    }
    for name, code in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
    return Course(folder).find("07")


@pytest.fixture
def session_of(grader: Grader, tmp_path: Path) -> Iterator[Callable[..., Session]]:
    """The session of an answer, beside a reference that is the same if none is given."""
    with ExitStack() as stack:
        count = 0

        def make(answer: str, reference: str | None = None, **wrongs: str) -> Session:
            nonlocal count
            count += 1
            own = answer if reference is None else reference
            exercise = exercise_in(tmp_path / str(count), own, wrongs)
            program = Program("answer.py", text(answer), ())
            made = Session(exercise, grader.launcher, program)
            return stack.enter_context(closing(made))

        yield make


@pytest.fixture
def agree_of(session_of: Callable[..., Session]) -> Callable[..., Agree]:
    """`agree` over an answer and a reference."""

    def make(answer: str, reference: str | None = None, **wrongs: str) -> Agree:
        session = session_of(answer, reference, **wrongs)
        return Agree(session, Submission(session, "cpu"), "cpu", Rng(1, "slug", "case"))

    return make


@pytest.fixture
def started(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one for each worker that is started."""
    found: list[str] = []
    start = grader.launcher.start

    def counted(devices: bool = False) -> Process:
        found.append("a worker")
        return start(devices)

    monkeypatch.setattr(grader.launcher, "start", counted)
    return found
