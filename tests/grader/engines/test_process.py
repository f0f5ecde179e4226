"""The loop of one engine process: pieces that follow each other, and what comes with a class."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.engines.line import Message
from grader.engines.process import A_CLASS
from grader.grading.at_once import without_running
from grader.grading.grader import Grader
from grader.report import Failure


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((A_CLASS - 1, A_CLASS - 1), []),
        ((A_CLASS, A_CLASS + 3), [0, 1]),
        ((1, 3 * A_CLASS, 1), [1]),
    ],
)
def test_cheap_forks_are_made_ready_once_for_each_exercise_of_which_there_are_many(
    grader: Grader,
    serve: Callable[..., list[Message]],
    message: Callable[..., Message],
    monkeypatch: pytest.MonkeyPatch,
    counts: tuple[int, ...],
    expected: list[int],
) -> None:
    def check_each(exercise, submissions, wishes, done, trails) -> None:  # runs nothing
        for handed in submissions:
            done(without_running(exercise, handed, Failure("not run"), wishes))

    preloaded: list[tuple[str, ...]] = []
    monkeypatch.setattr(grader, "check_each", check_each)
    monkeypatch.setattr(grader.launcher, "preload", lambda *words: preloaded.append(words))
    slugs = [exercise.slug for exercise in grader.course.exercises][: len(counts)]
    pieces = [message("", slug) for slug, n in zip(slugs, counts, strict=True) for _ in range(n)]
    assert len(serve(*pieces)) == sum(counts)
    assert preloaded == [("large pages", slugs[place]) for place in expected]
