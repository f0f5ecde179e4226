"""Pieces of the toy course, and one engine for all tests that do not break it."""

from __future__ import annotations

import hashlib
import textwrap
import warnings
from collections.abc import Callable, Iterator

import pytest

from grader.engines import Chunk, Piece
from grader.engines.local import LocalEngine
from grader.grading.grader import Grader


def piece(text: str) -> Piece:
    text = textwrap.dedent(text).lstrip("\n")
    return Piece(hashlib.sha256(text.encode()).hexdigest(), text)


@pytest.fixture(scope="session")
def chunk() -> Callable[..., Chunk]:
    """Texts as a chunk of an exercise, 01_double by default."""

    def make(*texts: str, exercise: str = "01_double", device: str = "cpu") -> Chunk:
        return Chunk(exercise, device, tuple(map(piece, texts)))

    return make


@pytest.fixture
def start(grader: Grader) -> Iterator[Callable[..., LocalEngine]]:
    """An engine of the toy course with the options given, closed after the test."""
    started: list[LocalEngine] = []

    def make(jobs: int = 1, **options: object) -> LocalEngine:
        started.append(LocalEngine(grader.course.root, jobs, **options))
        return started[-1]

    yield make
    for engine in started:
        engine.close()


@pytest.fixture(scope="session")
def engine(grader: Grader) -> Iterator[LocalEngine]:
    """One engine of two jobs for the whole run."""
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        made = LocalEngine(grader.course.root, 2)
    with made:
        yield made
