"""One process of the local engine: takes pieces from its line, grades them, sends the reports.

Pieces of one exercise that follow each other run in one collection of its suite. A fault of ours
ends one piece, never the process.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from grader.catalog import Course, Exercise
from grader.engines.base import state_of, timeless
from grader.engines.faults import fault_report
from grader.engines.line import Closed, Line, Message
from grader.engines.news import heard, told
from grader.errors import LearnError
from grader.grading.grader import Grader
from grader.grading.isolation import layers_here
from grader.grading.wishes import Wishes
from grader.render.json_report import to_json
from grader.report import Report, Submission
from grader.submission import Handed
from grader.suite.trails import Trail, Trails

# A run keeps what it knows of its cases; a fresh one now and then drops it.
MOST_IN_A_ROW = 1000
# With so many submissions of an exercise, more are to come, and cheap forks are worth it.
A_CLASS = 8
ALIKE = ("exercise", "device", "seed", "patience", "gpu", "share")


def serve(line: Line, root: Path, off: frozenset[str]) -> None:
    """Grades what comes until the line is closed. To be called in a fresh fork that holds torch."""
    try:
        with Grader(Course(root), off) as grader:
            line.send({"layers": [asdict(layer) for layer in layers_here(grader)]})
            Loop(grader, line).run()
    except LearnError as error:
        with contextlib.suppress(Closed):
            line.send({"broken": [error.what, error.found]})


class Loop:
    """The loop of one process.

    Args:
        grader: of the course.
        line: to the engine; each message on it is one piece.
    """

    def __init__(self, grader: Grader, line: Line) -> None:
        self._grader = grader
        self._line = line
        self._next: Message | None = None  # taken from the line, not yet begun
        self._now: Message | None = None  # begun, its report not yet sent
        self._started = 0.0
        self._trails = Trails()
        self._learned: list[Message] = []

    def run(self) -> None:
        """Grades until the line is closed."""
        while self._peek() is not None:
            self._grade_alike()

    def _peek(self) -> Message | None:
        if self._next is None:
            try:
                self._next = self._line.receive()
            except Closed:
                return None
        return self._next

    def _grade_alike(self) -> None:
        """All pieces that follow each other and differ in nothing but the submission."""
        first = self._next
        assert first is not None
        exercise = self._grader.course.find(first["exercise"])
        wishes = Wishes(
            device=first["device"],
            seed=first["seed"] or None,
            policy="graded",
            patience=first["patience"],
            gpu=first["gpu"],
            gpu_share=first["share"],
        )
        self._trails = Trails(tell=self._learn if first["others"] else None)
        try:
            self._grader.check_each(exercise, self._alike(first), wishes, self._done, self._trails)
        except Exception as error:
            if self._now is None and self._next is not None:  # the suite itself cannot be run
                self._begin()
            if self._now is None:
                raise
            self._done(_fault_report(exercise, self._now, error))

    def _alike(self, first: Message) -> Iterator[Handed]:
        kind = [first[name] for name in ALIKE]
        for number in range(1, MOST_IN_A_ROW + 1):
            message = self._peek()
            if message is None or [message[n] for n in ALIKE] != kind:
                return
            if number == A_CLASS:  # what the exercise preloads has been written by now
                self._grader.launcher.preload("large pages", first["exercise"])
            yield self._begin()

    def _begin(self) -> Handed:
        self._now, self._next = self._next, None
        self._started = time.monotonic()
        assert self._now is not None
        for trail in heard(self._now["news"]):
            self._trails.adopt(trail)
        # Called by its exercise, not by its student: equal texts get equal reports.
        record = Submission(f"{self._now['exercise']}.py", self._now["digest"])
        earlier = tuple((name, text) for name, text in self._now["earlier"])
        return Handed(self._now["text"], record, earlier)

    def _done(self, report: Report) -> None:
        self._now = None
        seconds = round(time.monotonic() - self._started, 6)
        answer = {"state": state_of(report), "report": to_json(timeless(report))}
        learned, self._learned = self._learned, []
        self._line.send({**answer, "seconds": seconds, "learned": learned})

    def _learn(self, trail: Trail) -> None:
        self._learned.append(told(trail))


def _fault_report(exercise: Exercise, message: Message, error: Exception) -> Report:
    """The report of a piece that could not be graded by our own fault."""
    staff = f"{type(error).__name__}: {str(error)[:2000]}"
    return fault_report(exercise, message["digest"], message["device"], staff)
