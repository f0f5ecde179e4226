"""A save that is handed in while it comes to rest: mostly it stays as it is, and time is won."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.submission import Handed
from grader.watch.checking import Answer, Checking


@dataclass
class _Job:
    """What was handed in, when, and what came of it so far."""

    slug: str
    handed: Handed
    at: float
    answers: list[Answer] = field(default_factory=list)


class Ahead:
    """Holds back what comes of a version of the file until it is known that this version stays.

    Args:
        checking: the grading process, whose newest job is the one that counts.
    """

    def __init__(self, checking: Checking) -> None:
        self._checking = checking
        self._job: _Job | None = None

    def hand_in(self, slug: str, handed: Handed, now: float) -> None:
        """Hands in a version that may change again, in place of all that is still running."""
        self._job = self._handed_in(slug, handed, now)

    def _handed_in(self, slug: str, handed: Handed, now: float) -> _Job:
        """The job of a version, which is handed in unless it is the one that is held back."""
        if self._job is not None and (self._job.slug, self._job.handed) == (slug, handed):
            return self._job
        self._checking.submit(slug, handed)
        return _Job(slug, handed, now)

    def adopt(self, slug: str, handed: Handed, now: float) -> tuple[float, list[Answer]]:
        """Hands in the version that stays, unless that was done; when it was, and what came of it.

        From now on nothing is held back.
        """
        job, self._job = self._handed_in(slug, handed, now), None
        return job.at, job.answers

    def heard(self, answers: list[Answer]) -> list[Answer]:
        """Those of the answers that are not to be held back."""
        if self._job is None:
            return answers
        self._job.answers += answers
        return []

    def call_off(self, slug: str) -> None:
        """Ends the check of a version that did not stay, if there is one."""
        if self._job is not None:
            self._job = None
            self._checking.prepare(slug)

    def forget(self) -> None:
        """Holds nothing back any more; the grading process hears of something else next."""
        self._job = None
