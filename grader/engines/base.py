"""What every engine takes and gives: chunks of submissions in, results out as they come.

All of it is plain data, so that it can go to another process or another machine. Submissions go by
value: an engine elsewhere needs no access to the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from grader.gradebook.store import FAULT, GRADED, TIMEOUT, UNAVAILABLE
from grader.report import Report, Verdict


@dataclass(frozen=True)
class Piece:
    """One submission: its text, the earlier answers that it imports, and the digest of both."""

    digest: str
    text: str
    earlier: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Chunk:
    """Submissions of one exercise, to be graded on one device.

    ``seed`` 0: the usual ones. ``patience``: so many cases of a submission may run out of time
    before the rest is skipped; 0 for any number.
    """

    exercise: str
    device: str
    pieces: tuple[Piece, ...]
    seed: int = 0
    patience: int = 0


@dataclass(frozen=True)
class Graded:
    """What became of one piece. ``report`` is JSON, staff's part included, with all times zero."""

    digest: str
    exercise: str
    device: str
    seed: int
    state: str  # graded, timeout (graded, with cases out of time), fault, unavailable
    report: str
    seconds: float


class Engine(Protocol):
    """Grades chunks somewhere."""

    def grade(self, chunks: Iterable[Chunk]) -> Iterator[Graded]:
        """One result for each piece, in the order in which they are done.

        Takes chunks only as it can use them. Raises Fault when it cannot go on at all.
        """

    def close(self) -> None:
        """Ends everything that was started."""


def timeless(report: Report) -> Report:
    """The report without the seconds in it: equal work gives an equal record."""
    cases = tuple(replace(case, seconds=0.0) for case in report.cases)
    return replace(report, cases=cases, seconds=0.0)


def state_of(report: Report) -> str:
    """Whether it was graded, or why it was not."""
    verdicts = {case.verdict for case in report.cases}
    if Verdict.FAULT in verdicts or not verdicts:
        return FAULT
    if Verdict.UNAVAILABLE in verdicts:
        return UNAVAILABLE
    return TIMEOUT if Verdict.TIMEOUT in verdicts else GRADED
