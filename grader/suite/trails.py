"""Submissions that fail as an earlier one failed: what it answers decides, and it is known.

What a submission is asked next follows from the seeds and from its answers so far, and so does what
it is told at the end. So one that gives, from the first request to the last, the answers that an
earlier one gave comes to the same, explanation and all, and no case need run. Many learners make
the same mistake, and one saves the same mistake many times.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from grader.report import Verdict
from grader.suite.known import QUICK
from grader.suite.outcome import Outcome
from grader.suite.session import Session
from grader.worker.script import History, Script, digest

MOST = 64  # trails that are kept, the last ones that were used
TOLD = (Verdict.PASSED, Verdict.WRONG, Verdict.RAISED, Verdict.SKIPPED)


@dataclass(frozen=True)
class Trail:
    """The way of one submission: all that it was asked and answered, and what it came to.

    ``lines``: of its text, that its report shows. ``gist``: of its text.
    """

    history: History
    lines: tuple[tuple[int, str], ...]
    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...]
    gist: bytes = b""

    def begins(self, history: History) -> bool:
        """Whether it begins with what a submission was asked, and answered, so far."""
        count = len(history.requests)
        return self.history.requests[:count] == history.requests and all(
            history.fits(place, mark) for place, mark in enumerate(self.history.marks[:count])
        )

    def shows(self, source: str) -> bool:
        """Whether the lines that its report shows are a text's as well."""
        return all(_line(source, number) == text for number, text in self.lines)

    def relive(self, session: Session, seconds: float) -> list[Outcome]:
        """What a submission comes to that went the same way in so many seconds."""
        for note in self.notes:
            session.note(note)
        share = seconds / max(1e-9, sum(outcome.seconds for outcome in self.outcomes))
        return [dataclasses.replace(o, seconds=o.seconds * share) for o in self.outcomes]


@dataclass
class Trails:
    """The ways on which submissions of an exercise came to fail, the last used one last.

    ``tell`` hears of each that is learned here.
    """

    kept: list[Trail] = field(default_factory=list)
    tell: Callable[[Trail], None] | None = None
    _requests: dict[bytes, bytes] = field(default_factory=dict)  # each once, for all trails

    def likely(self, source: str) -> Trail | None:
        """The last trail that a text went which says the same as this one; None if none has.

        No more than a guess: a submission has not gone it before it has given all the answers.
        """
        said = gist(source)
        fits = (t for t in reversed(self.kept) if t.gist == said and t.shows(source))
        return next(fits, None)

    def beginning(self, source: str) -> Script | None:
        """The first case of the last trail that this text may go; None if there is none."""
        for trail in self.all_of(source):
            first = trail.history.first or len(trail.history.requests)
            script = Script(tuple(trail.history.requests[:first]))
            script.keep(tuple(trail.history.marks[:first]), None)
            return script
        return None

    def fitting(self, history: History, source: str) -> Trail | None:
        """The last trail that begins with all that a submission was asked and answered so far.

        Args:
            history: of its only worker.
            source: its text.
        """
        if not history.whole or not history.requests:
            return None
        fits = (t for t in reversed(self.kept) if t.begins(history) and t.shows(source))
        return next(fits, None)

    def all_of(self, source: str) -> Iterator[Trail]:
        """Those that a text may go, the last used one first."""
        return (trail for trail in reversed(self.kept) if trail.shows(source))

    def use(self, trail: Trail) -> None:
        """Notes that a submission went this way to its end."""
        self.kept.remove(trail)
        self.kept.append(trail)

    def learn(self, session: Session, history: History, outcomes: list[Outcome]) -> None:
        """Keeps the way of a submission that failed, if all of it can be known again.

        Args:
            session: of the submission, all of whose cases have run and are explained.
            history: of its only worker.
            outcomes: of all cases.
        """
        quick = sum(outcome.seconds for outcome in outcomes) < QUICK
        if not (quick and history.requests and history.whole and all(map(_follows, outcomes))):
            return
        shown = {outcome.failure.line or 0 for outcome in outcomes if outcome.failure}
        lines = tuple((line, _line(session.program.source, line)) for line in shown)
        notes, said = tuple(session.notes), gist(session.program.source)
        trail = Trail(history, lines, tuple(outcomes), notes, said)
        self.adopt(trail)
        if self.tell is not None:
            self.tell(trail)

    def adopt(self, trail: Trail) -> None:
        """Keeps a way, learned here or by another process that grades the same exercise alike."""
        requests = trail.history.requests
        requests[:] = [self._requests.setdefault(r, r) for r in requests]
        self.kept.append(trail)
        if len(self.kept) > MOST:
            del self.kept[0]
            wanted = {r for trail in self.kept for r in trail.history.requests}
            self._requests = {r: r for r in wanted}


def gist(source: str) -> bytes:
    """The same for texts that differ in nothing but lines that are empty or a comment."""
    lines = (line.rstrip() for line in source.splitlines())
    said = "\n".join(line for line in lines if not line.lstrip().startswith("#") and line)
    return digest(said.encode("utf-8", "backslashreplace"))


def _line(source: str, number: int) -> str:
    lines = source.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _follows(outcome: Outcome) -> bool:
    """Whether an outcome follows from the answers: from no time, and from nothing printed."""
    return outcome.verdict in TOLD and not outcome.prints
