"""Where a learner stands, derived from the events; never stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from grader.progress.events import Event, Kind


class Status(str, Enum):
    """How far an exercise is."""

    TODO = "todo"
    TRIED = "tried"
    SKIPPED = "skipped"
    REVEALED = "revealed"  # the solution was shown before a pass; never counted as passed
    PASSED = "passed"

    @property
    def done(self) -> bool:
        """Whether the learner moves on from it."""
        return self in (Status.PASSED, Status.REVEALED, Status.SKIPPED)


@dataclass
class Standing:
    """What the events say of one exercise.

    A pass stays a pass, whatever later attempts say: ``suite`` tells which suite it passed last.
    """

    slug: str
    attempts: int = 0  # before and with the first pass
    repeats: int = 0  # after it
    first_pass: float | None = None
    first_pass_id: str = ""  # the event
    last_attempt: float | None = None
    last_passed: bool = False
    revealed: bool = False  # before any pass
    skipped: bool = False
    hints: int = 0  # the highest tier shown
    devices: dict[str, bool] = field(default_factory=dict)  # passed there at least once, or not yet
    suite: str = ""  # digest of the suite of the latest pass
    stuck: dict[str, int] = field(default_factory=dict)  # title of the failing case: how often
    fails_in_a_row: tuple[str, int] = ("", 0)  # the case that failed last, and how often running

    @property
    def status(self) -> Status:
        """The one word for it."""
        if self.first_pass is not None:
            return Status.PASSED
        if self.revealed:
            return Status.REVEALED
        if self.skipped:
            return Status.SKIPPED
        return Status.TRIED if self.attempts else Status.TODO

    def apply(self, event: Event) -> None:
        """Takes an event of this exercise into account; events come in order of time."""
        if event.kind is Kind.ATTEMPT:
            self._attempt(event)
        elif event.kind is Kind.HINT:
            self.hints = max(self.hints, int(event.data.get("number", 0)))
        elif event.kind is Kind.REVEALED:
            self.revealed = self.revealed or self.first_pass is None
        elif event.kind is Kind.SKIPPED:
            self.skipped = True
        elif event.kind is Kind.GOTO:
            self.skipped = False

    def _attempt(self, event: Event) -> None:
        data = event.data
        passed = bool(data.get("passed"))
        whole = passed and not data.get("part")  # one case's pass passes no exercise
        if not data.get("started", True):
            return
        if self.first_pass is None:
            self.attempts += 1
        else:
            self.repeats += 1
        self.last_attempt, self.last_passed = event.at, passed
        for device, ok in data.get("devices", {}).items():
            ok = bool(ok) and not data.get("part")
            self.devices[device] = self.devices.get(device, False) or ok
        if whole:
            if self.first_pass is None:
                self.first_pass, self.first_pass_id = event.at, event.id
            self.suite = str(data.get("suite", ""))
        if passed:
            self.fails_in_a_row = ("", 0)
            return
        case, title = str(data.get("case", "")), str(data.get("title", ""))
        before, count = self.fails_in_a_row
        self.fails_in_a_row = (case, count + 1 if case == before else 1)
        self.stuck[title] = self.stuck.get(title, 0) + 1


def standings(events: Iterable[Event]) -> dict[str, Standing]:
    """What the events say of each exercise that they speak of, in order of time."""
    found: dict[str, Standing] = {}
    for event in sorted(events, key=lambda e: (e.at, e.id)):
        found.setdefault(event.slug, Standing(event.slug)).apply(event)
    return found


def current(slugs: Sequence[str], events: Iterable[Event]) -> str | None:
    """The exercise the learner is at; None when all are done.

    The one last gone to or tried, until it is done; then the next one that is not, from there on
    and round to the start. Checks of many exercises by one command move nobody.

    Args:
        slugs: the course's exercises in order.
        events: of the workspace.
    """
    events = list(events)
    last = _last_move(slugs, events)
    if last is not None and last.kind is Kind.GOTO:
        return last.slug
    at = slugs.index(last.slug) if last else 0
    return _open([*slugs[at:], *slugs[:at]], events)


def following(slugs: Sequence[str], events: Iterable[Event]) -> str | None:
    """The exercise after the current one that is not done; None when there is no other.

    After a pass the learner is at the next one already, and that is the one.
    """
    events = list(events)
    here, last = current(slugs, events), _last_move(slugs, events)
    if here is None or last is None or last.slug != here:
        return here
    at = slugs.index(here) + 1
    return _open([*slugs[at:], *slugs[: at - 1]], events)


def _last_move(slugs: Sequence[str], events: Iterable[Event]) -> Event | None:
    moves = (Kind.ATTEMPT, Kind.GOTO, Kind.SKIPPED)
    found = (e for e in events if e.kind in moves and e.slug in slugs and not e.batch)
    return max(found, key=lambda e: (e.at, e.id), default=None)


def _open(slugs: Iterable[str], events: Iterable[Event]) -> str | None:
    """The first one that is not done."""
    known = standings(events)
    return next((s for s in slugs if s not in known or not known[s].status.done), None)
