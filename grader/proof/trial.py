"""An exercise under the gate's own terms: other seeds, no rules, no sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.catalog import Exercise
from grader.declared import Settings


@dataclass(frozen=True)
class Trial(Exercise):
    """The exercise, run over seeds 1 to ``draws``.

    ``ruled``: whether its bans hold. ``naming``: whether its wrongs name mistakes.
    """

    draws: int = 1
    ruled: bool = True
    naming: bool = True

    @cached_property
    def settings(self) -> Settings:
        """The suite's own settings, but for seeds and bans."""
        own = Exercise(self.slug, self.root).settings
        return own._replace(seeds=self.draws, bans=own.bans if self.ruled else ())

    @property
    def wrongs(self) -> list[Path]:
        """Known wrong answers, unless nothing is to be named."""
        return super().wrongs if self.naming else []


def trial(exercise: Exercise, draws: int = 1, ruled: bool = True, naming: bool = True) -> Trial:
    """The exercise under these terms."""
    return Trial(exercise.slug, exercise.root, draws, ruled, naming)
