"""Where a show appears, and which shows there are. Imports no torch.

A show says what it has in these few ways; the command line turns them into a screen, a test keeps
them in a list.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, cast

from grader.catalog import Exercise
from grader.errors import UsageError
from grader.shows.curve import Curve
from grader.shows.loaded import Loaded

Told = Callable[[int, float], None]  # passes through the model so far; the latest loss or NaN

# Slug: the module with the show's `play`, imported when it is shown.
SHOWS = {"25_bigram": "grader.shows.bigram", "32_tiny_gpt": "grader.shows.tiny_gpt"}
WITH_CURVE = frozenset({"32_tiny_gpt"})


class Stage(Protocol):
    """The ways in which a show speaks."""

    def say(self, text: str = "") -> None:
        """A line of the show's own; empty for a gap."""

    def quote(self, text: str) -> None:
        """What a model wrote, line for line."""

    def table(self, rows: Sequence[tuple[str, float]]) -> None:
        """Labels and numbers, one below the other."""

    def chart(self, curve: Curve) -> None:
        """A loss curve."""

    def training(self, steps: int) -> AbstractContextManager[Told]:
        """Shows how far a training is while it lasts."""


class Play(Protocol):
    """A show."""

    def __call__(self, loaded: Loaded, stage: Stage, *, steps: int, seed: int) -> Curve | None:
        """Plays it; the loss curve if there is one. Raises NotShown."""


def show_of(exercise: Exercise) -> Play:
    """The show of an exercise, its module and torch imported.

    Raises UsageError, with those there are, when it has none.
    """
    refuse_without_show(exercise)
    return cast(Play, importlib.import_module(SHOWS[exercise.slug]).play)


def refuse_without_show(exercise: Exercise) -> None:
    """Raises UsageError, with the shows there are, when the exercise has none."""
    if exercise.slug not in SHOWS:
        numbers = [slug[:2] for slug in SHOWS]
        raise UsageError(
            f"there is no show for {exercise.number}",
            f"shows: {', '.join(numbers)}",
            f"learn show {numbers[0]}",
        )
