"""What a learner's events add up to: time, days, attempts, and where they got stuck.

Time is the sum of the gaps between events. A gap of more than half an hour is a break and counts
nothing, so the time told is the least that it took.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from grader.parts import Part
from grader.progress.events import Event, Kind
from grader.progress.standing import Standing, Status
from grader.progress.way import Way

BREAK = 30 * 60.0  # seconds; a longer gap is a break
STUCK = 3  # times that a case failed before it is a place where one got stuck


@dataclass(frozen=True)
class Row:
    """One exercise; ``seconds``: time spent on it."""

    slug: str
    title: str
    standing: Standing
    seconds: float

    @property
    def number(self) -> str:
        """Its two digits."""
        return self.slug[:2]

    @property
    def status(self) -> Status:
        """How far it is."""
        return self.standing.status


@dataclass(frozen=True)
class Stretch:
    """A part of the course, or all of it."""

    title: str
    rows: tuple[Row, ...]

    @property
    def passed(self) -> int:
        """How many of its exercises are passed."""
        return self.count(Status.PASSED)

    @property
    def seconds(self) -> float:
        """Time spent on it."""
        return sum(row.seconds for row in self.rows)

    def count(self, status: Status) -> int:
        """How many of its exercises have that status."""
        return sum(row.status is status for row in self.rows)


@dataclass
class Day:
    """What was done on a day."""

    day: date
    attempts: int = 0
    passes: int = 0  # first passes
    seconds: float = 0.0


@dataclass(frozen=True)
class Stuck:
    """A case that failed again and again."""

    slug: str
    title: str  # of the exercise
    case: str
    fails: int
    passed: bool  # the exercise, by now


@dataclass(frozen=True)
class Summary:
    """All of it."""

    parts: tuple[Stretch, ...]
    days: tuple[Day, ...]  # those on which something was done, in order
    streak: int  # days in a row up to today, or to yesterday
    longest: int
    stuck: tuple[Stuck, ...]  # the worst first
    first_passes: tuple[tuple[float, str], ...] = field(default=())  # when, which; in order

    @property
    def rows(self) -> tuple[Row, ...]:
        """All exercises in order."""
        return tuple(row for part in self.parts for row in part.rows)

    @property
    def whole(self) -> Stretch:
        """The course as one stretch."""
        return Stretch("All", self.rows)


def summary(
    parts: Sequence[Part],
    events: Iterable[Event],
    today: date | None = None,
    zone: tzinfo | None = None,
) -> Summary:
    """What the events add up to.

    Args:
        parts: of the course.
        events: of the workspace; those of exercises that the course no longer has are left out.
        today: the learner's date; the clock's if left out.
        zone: in which days begin; the machine's if left out.
    """
    way = Way([exercise.slug for part in parts for exercise in part.exercises], events)
    mine = sorted((e for e in way.events if e.slug in way.standings), key=lambda e: (e.at, e.id))
    spent = {slug: 0.0 for slug in way.slugs}
    days: dict[date, Day] = {}
    for event, gap in zip(mine, _gaps(mine), strict=True):
        spent[event.slug] += gap
        _add(days, event, gap, way.standings[event.slug], zone)
    stretches = []
    for part in parts:
        rows = [Row(e.slug, e.title, way.standings[e.slug], spent[e.slug]) for e in part.exercises]
        stretches.append(Stretch(part.title, tuple(rows)))
    worked = sorted(days)
    return Summary(
        tuple(stretches),
        tuple(days[day] for day in worked),
        *_streaks(worked, today or datetime.now(zone).date()),
        _stuck(stretches),
        _first_passes(way),
    )


def _gaps(events: Sequence[Event]) -> list[float]:
    """The time that led to each event: since the one before, if there was no break."""
    gaps = [event.at - before.at for before, event in itertools.pairwise(events)]
    return [gap if gap <= BREAK else 0.0 for gap in [0.0, *gaps]][: len(events)]


def _add(
    days: dict[date, Day], event: Event, gap: float, standing: Standing, zone: tzinfo | None
) -> None:
    """Counts an event on its day; what a newer course did to a file is nobody's work."""
    if event.kind is Kind.UPDATED:
        return
    day = datetime.fromtimestamp(event.at, zone).date()
    entry = days.setdefault(day, Day(day))
    entry.seconds += gap
    if event.kind is Kind.ATTEMPT and event.data.get("started", True):
        entry.attempts += 1
        entry.passes += event.id == standing.first_pass_id


def _streaks(days: Sequence[date], today: date) -> tuple[int, int]:
    """Days in a row up to today or yesterday, and the longest such run ever."""
    longest = run = 0
    before: date | None = None
    for day in days:
        run = run + 1 if before is not None and day - before == timedelta(1) else 1
        longest = max(longest, run)
        before = day
    still = before is not None and today - before <= timedelta(1)
    return (run if still else 0), longest


def _stuck(parts: Iterable[Stretch]) -> tuple[Stuck, ...]:
    found = [
        Stuck(row.slug, row.title, case, fails, row.status is Status.PASSED)
        for part in parts
        for row in part.rows
        for case, fails in row.standing.stuck.items()
        if fails >= STUCK and case
    ]
    return tuple(sorted(found, key=lambda it: (-it.fails, it.slug, it.case)))


def _first_passes(way: Way) -> tuple[tuple[float, str], ...]:
    passes = [(it.first_pass, slug) for slug, it in way.standings.items()]
    return tuple(sorted((at, slug) for at, slug in passes if at is not None))


def in_words(seconds: float) -> str:
    """A time as people say it: ``45 s``, ``12 min``, ``2 h 5 min``."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
