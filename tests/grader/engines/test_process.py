"""The loop of one engine process: pieces that follow each other, and what comes with a class."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import SimpleNamespace

import pytest

from grader.catalog import Course, Exercise
from grader.engines.line import Closed, Message
from grader.engines.process import A_CLASS, Loop
from grader.grading.at_once import without_running
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Failure, Report
from grader.submission import Handed


class Desk:
    """A grader that runs nothing, and its launcher."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.preloaded: list[tuple[str, ...]] = []
        self.launcher = SimpleNamespace(preload=lambda *words: self.preloaded.append(words))

    def check_each(
        self,
        exercise: Exercise,
        submissions: Iterable[Handed],
        wishes: Wishes,
        done: Callable[[Report], None],
        trails: object,
    ) -> None:
        for handed in submissions:
            done(without_running(exercise, handed, Failure("not run"), wishes))


class Sheaf:
    """A line with all pieces on it."""

    def __init__(self, pieces: list[Message]) -> None:
        self.pieces = pieces
        self.sent: list[Message] = []

    def receive(self) -> Message:
        if not self.pieces:
            raise Closed
        return self.pieces.pop(0)

    def send(self, message: Message) -> None:
        self.sent.append(message)


def piece(exercise: str) -> Message:
    return {
        "exercise": exercise, "device": "cpu", "seed": 0, "patience": None, "gpu": "", "share": 1.0,
        "others": False, "news": [], "text": "", "digest": "0", "earlier": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((A_CLASS - 1, A_CLASS - 1), []),
        ((A_CLASS, A_CLASS + 3), [0, 1]),
        ((1, 3 * A_CLASS, 1), [1]),
    ],
)
def test_cheap_forks_are_made_ready_once_for_each_exercise_of_which_there_are_many(
    grader: Grader, counts: tuple[int, ...], expected: list[int]
) -> None:
    slugs = [exercise.slug for exercise in grader.course.exercises][: len(counts)]
    desk = Desk(grader.course)
    line = Sheaf([piece(slug) for slug, n in zip(slugs, counts, strict=True) for _ in range(n)])
    Loop(desk, line).run()
    assert len(line.sent) == sum(counts)
    assert desk.preloaded == [("large pages", slugs[place]) for place in expected]
