"""Puts the requests of known cases to a submission, in place of the cases themselves."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from grader.errors import Fault
from grader.worker.ended import Ended
from grader.worker.home import Home
from grader.worker.process import Launcher
from grader.worker.script import Heard, History, Recording, Script

STAYS = b'{"h":'  # in an answer: an object stays in the worker, under the next number


class Played(NamedTuple):
    """The marks of all answers to a script, and the seconds until they were there."""

    marks: tuple[bytes, ...]
    seconds: float


class Player(Home):
    """A home whose submission is asked case by case, or by the scripts of cases.

    Args:
        launcher: starts the workers.
        allowance: seconds that a case has, for the message, before one has begun.
    """

    def __init__(self, launcher: Launcher, allowance: float) -> None:
        super().__init__(launcher)
        self._count = 0  # requests of the case that runs
        self.deadline: float | None = None  # of the case that is running, on the monotonic clock
        self.allowance = allowance

    def load(self) -> None:
        """Starts a worker and loads the program, unless that is done."""
        raise NotImplementedError

    def begin(self, seconds: float, spent: float = 0.0) -> None:
        """Starts a case, which has so many seconds, of which some may be spent already."""
        self.allowance = seconds
        self.deadline = time.monotonic() + seconds - spent
        self._count = 0
        self._recording = Recording()
        self.history.begin()

    def end(self) -> Recording | None:
        """Ends the case: its time, and what was put to the submission for it; what it was."""
        self.deadline = None
        self._forget()
        recording, self._recording = self._recording, None
        return recording

    def play(self, script: Script) -> tuple[bytes, ...]:
        """Puts a case's requests to the submission up to the first answer that is not known.

        Returns the marks of the answers where all of them are known, else an empty tuple; the case
        that runs next gets the answers without asking again. Raises Ended where nothing loads.
        """
        self._forget()
        self.load()
        assert self.deadline is not None
        assert self._channel is not None
        deadline, allowance = self.deadline, self.allowance
        with self._channel.asleep():
            marks = script.known(self._put(each, deadline, allowance) for each in script.requests)
        if marks:
            self._forget()
        return marks

    def play_all(self, scripts: Sequence[Script], patience: float) -> list[Played]:
        """Puts the requests of many cases without waiting for each answer.

        Returns the marks of each case's answers and the seconds until they were there, up to the
        first case that has an answer which is not known, or none; nothing at all where all are
        known and the submission prints. Where it is not all of them it may have been asked more
        than the cases would ask, so its worker is ended and what follows begins anew.

        Args:
            scripts: of the cases, in order.
            patience: seconds that each answer may take.
        """
        if self.heard:
            return list(self._recalled(scripts))
        requests = [request for script in scripts for request in script.requests]
        self.history.begin()
        known: list[Played] = []

        def all_known(marks: Iterator[bytes]) -> bool:
            known.extend(_known_marks(scripts, marks))
            return len(known) == len(scripts)

        whole = self._at_once(requests, patience, all_known)
        return known if whole or len(known) < len(scripts) else []

    def follow(self, earlier: History, patience: float) -> bool:
        """Whether the submission answers as an earlier one did that was asked all this.

        Goes on after what was put to it already, without waiting for each answer. Where it does
        not, or has printed anything, its worker is ended, as by `play_all`.

        Args:
            earlier: how the earlier one answered, of which this one's history is the beginning.
            patience: seconds that each answer may take.
        """
        self._forget()
        over = len(self.history.marks)

        def same(marks: Iterator[bytes]) -> bool:
            return all(
                self.history.whole and self.history.fits(place, earlier.marks[place])
                for place, _ in enumerate(marks, over)
            )

        # The earlier one printed nothing at all, on its way or before.
        return self._at_once(earlier.requests[over:], patience, same, printed=0)

    def ask_all(self, requests: Sequence[bytes], seconds: float) -> bool:
        """Asks ahead of the cases what they may ask; they get the answers without asking again.

        For a submission whose calls do not affect each other, so that any order is the same to it.
        Returns whether all answers came. Where not, or where anything is printed or stays in the
        worker, that one is ended, and nothing is kept.

        Args:
            requests: in any order.
            seconds: that they may take together.
        """
        wanted = [request for request in dict.fromkeys(requests) if request not in self.heard]
        self._forget()
        with contextlib.suppress(Ended, Fault):  # who begins anew meets it again
            self.load()
            printed = len(self._printed)
            with contextlib.closing(self._answers(wanted, seconds)) as answers:
                whole = self._keep(answers, seconds)
            self._collect_prints()
            if whole and len(self._printed) == printed:
                return True
        self.heard.clear()
        self._give_up()
        return False

    def _keep(self, answers: Iterator[tuple[bytes, bytes | None]], seconds: float) -> bool:
        """Keeps answers that come ahead, up to one that is late, or more than an answer; whether
        there is none such."""
        started = before = time.monotonic()
        for request, answer in answers:
            now = time.monotonic()
            if answer is None or now > started + seconds or STAYS in answer:
                return False
            self.heard[request] = Heard.of(answer, now - before)
            before = now
        return True

    def _recalled(self, scripts: Sequence[Script]) -> Iterator[Played]:
        """As `play_all`, of what was asked ahead."""
        for script in scripts:
            answers = [self.heard[request] for request in script.requests if request in self.heard]
            if len(answers) < len(script.requests):
                return
            marks = script.known(answer.mark for answer in answers)
            if not marks:
                return
            yield Played(marks, sum(answer.seconds for answer in answers))

    def answers_as(self, earlier: History, seconds: float) -> bool:
        """Whether a submission that was asked all ahead answers as an earlier one did.

        It is asked what that one was asked besides. As `ask_all`.

        Args:
            earlier: how the earlier one answered.
            seconds: that further answers may take.
        """
        pairs = list(zip(earlier.requests, earlier.marks, strict=True))
        if any(r in self.heard and not self.heard[r].fits(known) for r, known in pairs):
            return False
        asked = self.ask_all(earlier.requests, seconds)
        return asked and all(self.heard[request].fits(known) for request, known in pairs)

    def _at_once(
        self,
        requests: Sequence[bytes],
        patience: float,
        are_known: Callable[[Iterator[bytes]], bool],
        printed: int | None = None,
    ) -> bool:
        """Whether the answers, by their marks, are known; where not, there is no worker any more.

        Nor are they where the submission has printed more than ``printed`` times; None: than so
        far.
        """
        found = False
        with contextlib.suppress(Ended, Fault):  # who begins anew meets it again
            asked = [request for lot in self._asked for request in lot]
            if asked != list(requests[: len(asked)]):
                self.stop()
            if printed is None and asked:  # while it loads it may answer already
                printed = len(self._printed)
            self.load()
            printed = len(self._printed) if printed is None else printed
            with contextlib.closing(self._stream(requests, patience)) as marks:
                found = are_known(marks)
                if found:
                    next(marks, None)  # it ends, and the worker goes on
            self._collect_prints()
            if found and len(self._printed) == printed:
                return True
        self._give_up()
        return False

    def _give_up(self) -> None:
        """Ends the worker, and forgets what it printed: all begins anew."""
        self._printed.clear()
        with contextlib.suppress(Fault):
            self.stop()


def _known_marks(scripts: Sequence[Script], told: Iterator[bytes]) -> Iterator[Played]:
    """The marks of each script's answers, and when they were there, while all are known."""
    for script in scripts:
        started, marks = time.monotonic(), script.known(told)
        if not marks:
            return
        yield Played(marks, time.monotonic() - started)
