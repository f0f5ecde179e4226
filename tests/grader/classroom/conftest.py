"""Small classes of the toy course, and an engine that grades in this very process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from grader.classroom import Choice, Plan
from grader.engines import Chunk, Graded
from grader.engines.base import state_of, timeless
from grader.gradebook import Gradebook, Rubric
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.intake import collect
from grader.render.json_report import to_json
from grader.report import Submission
from grader.submission import Handed


class InProcess:
    """The engine's protocol over the grader of the tests."""

    def __init__(self, grader: Grader) -> None:
        self._grader = grader
        self.graded: list[str] = []

    def grade(self, chunks: Iterable[Chunk]) -> Iterator[Graded]:
        for chunk in chunks:
            exercise = self._grader.course.find(chunk.exercise)
            wishes = Wishes(
                chunk.device, chunk.seed or None, policy="graded", patience=chunk.patience
            )
            for piece in chunk.pieces:
                record = Submission(f"{chunk.exercise}.py", piece.digest)
                handed = Handed(piece.text, record, piece.earlier)
                report = self._grader.check(exercise, handed, wishes)
                self.graded.append(piece.digest)
                yield Graded(
                    piece.digest, chunk.exercise, chunk.device, chunk.seed, state_of(report),
                    to_json(timeless(report)), report.seconds,
                )  # fmt: skip

    def close(self) -> None:
        pass


@pytest.fixture
def in_process(grader: Grader) -> InProcess:
    """An engine."""
    return InProcess(grader)


@pytest.fixture
def gradebook(tmp_path: Path) -> Iterator[Gradebook]:
    """A fresh gradebook."""
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        yield book


@pytest.fixture
def make_plan(tmp_path: Path, grader: Grader) -> Callable[..., Plan]:
    """The plan for files by their paths."""

    def make(
        files: dict[str, str | bytes], rubric: Rubric | None = None, choice: Choice | None = None
    ) -> Plan:
        root = tmp_path / "class"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        intake = collect([root], grader.course)
        return Plan(grader.course, intake, rubric or Rubric(), choice or Choice())

    return make
