"""A stage that remembers, short texts, and answers to show on it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import torch

from grader.catalog import Exercise, bundled_course
from grader.shows import texts
from grader.shows.curve import Curve
from grader.shows.loaded import Loaded, ready

COURSE = bundled_course()


@dataclass
class Heard:
    """Everything that a show said, in order."""

    said: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    rows: list[tuple[str, float]] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    passes: list[tuple[int, float]] = field(default_factory=list)

    def say(self, text: str = "") -> None:
        self.said.append(text)

    def quote(self, text: str) -> None:
        self.quoted.append(text)

    def table(self, rows: Sequence[tuple[str, float]]) -> None:
        self.rows += rows

    def chart(self, curve: Curve) -> None:
        self.curves.append(curve)

    @contextlib.contextmanager
    def training(self, steps: int) -> Iterator[Callable[[int, float], None]]:
        yield lambda passes, loss: self.passes.append((passes, loss))


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[..., Loaded]:
    """An exercise's reference as a learner's file, with a piece of it replaced or text behind it."""

    def load(number: str, old: str = "", new: str = "", behind: str = "") -> Loaded:
        exercise: Exercise = COURSE.find(number)
        text = exercise.reference.read_text("utf-8")
        assert old in text
        path = tmp_path / f"{exercise.slug}.py"
        path.write_text((text.replace(old, new) if old else text) + behind, encoding="utf-8")
        return Loaded(ready(exercise, path, path.name), exercise.number)

    return load


@pytest.fixture(autouse=True)
def quiet_torch() -> Iterator[None]:
    """One thread, and the random state as it was."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    with torch.random.fork_rng(devices=[]):
        yield
    torch.set_num_threads(threads)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that take no time: a small manual, and a small Zen."""
    manual = "the cat sat on the mat. " * 60
    monkeypatch.setattr(texts, "long_text", lambda: texts.Text("a small text", manual, "The "))
    monkeypatch.setattr(texts, "zen", lambda: "Beautiful is better than ugly. Now is better." * 2)
