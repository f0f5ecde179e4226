"""A learner's way through the course: where they are on it, what lies behind and ahead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grader.progress.events import Event
from grader.progress.standing import Standing, current, following, standings


class Way:
    """What the events say of a course's exercises.

    Args:
        slugs: of the course, in order.
        events: of the workspace.
    """

    def __init__(self, slugs: Sequence[str], events: Iterable[Event]) -> None:
        self.slugs = list(slugs)
        self.events = list(events)
        known = standings(self.events)
        self.standings = {slug: known.get(slug) or Standing(slug) for slug in self.slugs}

    @property
    def current(self) -> str | None:
        """Where the learner is; None when all are done."""
        return current(self.slugs, self.events)

    @property
    def following(self) -> str | None:
        """Where `learn next` goes; None when there is no other that is not done."""
        return following(self.slugs, self.events)

    @property
    def passed(self) -> tuple[int, int]:
        """How many exercises are passed, and how many there are."""
        done = sum(standing.first_pass is not None for standing in self.standings.values())
        return done, len(self.slugs)

    def after(self, event: Event) -> Way:
        """The way when one more thing has happened."""
        return Way(self.slugs, [*self.events, event])
