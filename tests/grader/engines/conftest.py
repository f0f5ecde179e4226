"""Pieces of the toy course, and one engine for all tests that do not break it."""

from __future__ import annotations

import hashlib
import json
import textwrap
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.engines import Chunk, Piece
from grader.engines.line import Closed, Message
from grader.engines.local import LocalEngine
from grader.engines.process import Loop
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


class Fed:
    """A line on which these pieces come; the answers go to ``answers``."""

    def __init__(self, *messages: Message) -> None:
        self._messages = list(messages)
        self.answers: list[Message] = []

    def receive(self) -> Message:
        if not self._messages:
            raise Closed
        return self._messages.pop(0)

    def send(self, message: Message) -> None:
        json.dumps(message)
        self.answers.append(message)


@pytest.fixture(scope="session")
def message() -> Callable[..., Message]:
    """A text as an engine's process is told of it, one of 01_double by default."""

    def make(text: str, exercise: str = "01_double", **changes: object) -> Message:
        digest = hashlib.sha256(text.encode()).hexdigest()
        return {
            "exercise": exercise, "device": "cpu", "seed": 0, "patience": 0, "gpu": "",
            "share": 1.0, "digest": digest, "text": text, "earlier": [], "news": [],
            "others": True, **changes,
        }  # fmt: skip

    return make


@pytest.fixture
def serve(grader: Grader) -> Callable[..., list[Message]]:
    """What a process of the toy course answers to messages that come one behind the other."""

    def answers(*messages: Message) -> list[Message]:
        line: Any = Fed(*messages)
        Loop(grader, line).run()
        return line.answers

    return answers


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
