"""The watch: one exercise after the other, each save answered.

It waits for four things at once: a key, an answer of the grading process, a signal, and the next
look at the file; none of them waits for another.
"""

from __future__ import annotations

import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.catalog import Exercise
from grader.errors import UsageError
from grader.practice import Checked, Looked
from grader.report import Report
from grader.watch.acts import Acts
from grader.watch.ahead import Ahead
from grader.watch.checking import Answer, Checking
from grader.watch.drawing import Drawing
from grader.watch.sights import Change, Kind, Sights
from grader.watch.state import State
from grader.watch.terminal import Terminal

AUTO_NEXT = 1.5  # seconds that a pass stays on the screen
SLOW = 0.3  # seconds after which it is said that a check is running
INTERRUPTED = 130
SCROLL = ("up", "down", "page up", "page down")


@dataclass(frozen=True)
class Options:
    """How to watch. ``auto_next``: move on after a pass. ``edit``: open each file in the editor."""

    auto_next: bool = False
    edit: bool = False


class Watch:
    """A watch of one workspace.

    Args:
        acts: what the keys do.
        checking: the grading process.
        terminal: entered already.
        sights: how to look at files.
        drawing: puts the state on that terminal.
        options: of the command line.
        clock: seconds.
    """

    def __init__(
        self,
        acts: Acts,
        checking: Checking,
        terminal: Terminal,
        sights: Sights,
        drawing: Drawing,
        options: Options,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._acts = acts
        self._checking = checking
        self._terminal = terminal
        self._sights = sights
        self._drawing = drawing
        self._options = options
        self._clock = clock
        self._state = State(acts.course.exercises[0])
        self._ahead = Ahead(checking)
        self._pending: Looked | None = None  # handed in, not answered yet
        self._text = ""  # of the newest version that was looked at
        self._submitted = 0.0
        self._auto_at: float | None = None
        self._code: int | None = None
        self._stale = True  # the screen shows less than the state

    # ------------------------------------------------------------------ the loop

    def run(self, exercise: Exercise) -> int:
        """Watches from this exercise on, until the learner or a signal ends it; the exit code."""
        self._go(exercise)
        while self._code is None:
            if self._stale:
                self._draw()
            self._wait()
        return self._code

    def _draw(self) -> None:
        self._stale = False
        self._drawing.draw(self._state, self._checking.ready)

    def _wait(self) -> None:
        """Waits for what comes first, and takes it."""
        keys, signals = self._terminal.descriptors
        sources = [keys, signals, self._checking.fileno(), *self._sights.hints]
        ready, _, _ = select.select(sources, [], [], self._patience())
        if signals in ready:
            for number in self._terminal.signals():
                self._signal(number)
        if self._checking.fileno() in ready:
            self._stale = True
            for answer in self._ahead.heard(self._checking.answers()):
                self._answered(answer)
        if keys in ready and self._code is None:
            pressed = self._terminal.keys()
            if pressed is None:
                self._code = 0
            for key in pressed or ():
                self._key(key)
        self._look_around()

    def _patience(self) -> float:
        """Seconds until something is due by itself."""
        left = self._sights.pause
        if self._auto_at is not None:
            left = min(left, self._auto_at - self._clock())
        return max(0.0, left)

    def _look_around(self) -> None:
        """Takes the time and the files into account."""
        now = self._clock()
        if self._auto_at is not None and now >= self._auto_at:
            self._stale = True
            self._next()
        if self._pending is not None and not self._state.slow and now - self._submitted > SLOW:
            self._state.slow = self._stale = True
        change = self._sights.changed(now)
        if change is Change.OVER:
            self._check()
        elif change is Change.FRESH:
            self._check_ahead()

    def _signal(self, number: signal.Signals) -> None:
        self._stale = True
        if number is signal.SIGTSTP:
            self._terminal.suspend()
        elif number is signal.SIGCONT:
            self._terminal.resume()
        elif number is signal.SIGINT:
            self._code = INTERRUPTED
        elif number is not signal.SIGWINCH:
            self._code = 128 + number

    # ------------------------------------------------------------------ checks

    def _go(self, exercise: Exercise) -> None:
        """Moves to an exercise and checks it."""
        self._state = State(exercise)
        self._text, self._auto_at = "", None
        self._sights.follow([self._acts.path(exercise)])
        self._check(again=True)
        if self._options.edit and not self._state.gone:
            self._state.note = self._acts.open(exercise, self._state.line)

    def _check_ahead(self) -> None:
        """Has the file graded that may change again; what comes of it waits until it rests."""
        exercise = self._state.exercise
        try:
            looked = self._acts.look(exercise)
        except UsageError:
            return
        if looked.failure is None and _text(looked) != self._text:
            if self._pending is not None:  # this calls it off
                self._pending, self._text = None, ""
            self._ahead.hand_in(exercise.slug, looked.handed, self._clock())

    def _check(self, again: bool = False) -> None:
        """Looks at the file and answers, or has it graded; an unchanged text only if ``again``."""
        state = self._state
        self._stale, self._auto_at = True, None
        own = self._acts.path(state.exercise)
        try:
            looked = self._acts.look(state.exercise)
        except UsageError as error:
            self._call_off()
            state.gone, state.absent = str(error), self._sights.kind(own) is Kind.GONE
            return
        state.gone, state.absent, state.page = "", False, ""
        self._sights.follow([own, *(own.with_name(name) for name, _ in looked.handed.earlier)])
        text = _text(looked)
        if text == self._text and not again:
            self._ahead.call_off(state.exercise.slug)
            return
        if looked.failure is not None:
            self._call_off()
            self._text, state.note, state.asking = text, "", False
            self._keep(looked, None)
            return
        self._text, state.note, state.asking = text, "", False
        state.running, state.slow, state.more = True, False, False
        self._pending = looked
        self._submitted, answers = self._ahead.adopt(
            state.exercise.slug, looked.handed, self._clock()
        )
        for answer in answers:
            self._answered(answer)

    def _call_off(self) -> None:
        """Ends a check that is running; the exercise's suite stays open, or is opened."""
        if self._pending is not None:
            self._text = ""  # it was never answered
        self._pending, self._state.running = None, False
        self._ahead.forget()
        self._checking.prepare(self._state.exercise.slug)

    def _answered(self, answer: Answer) -> None:
        if not answer.final:
            self._first_look(answer.report)
            return
        pending, self._pending, self._state.running = self._pending, None, False
        if answer.fault is not None:
            self._state.note = "\n".join(line for line in answer.fault if line)
            self._text = ""
        elif answer.report is not None and pending is not None:
            self._keep(pending, answer.report)

    def _first_look(self, report: Report | None) -> None:
        """Shows at once what is not right; that all is right is said when it is known."""
        self._state.more = True
        if report is not None and not report.passed:
            before = self._state.checked or Checked(report, self._state.exercise)
            self._state.show(replace(before, report=report, event=None))

    def _keep(self, looked: Looked, report: Report | None) -> None:
        """Shows a check, then keeps it: nobody waits for the drive."""
        checked = self._acts.keep(looked, report, self._show)
        if checked.not_kept:
            self._state.show(checked)
            self._stale = True

    def _show(self, checked: Checked) -> None:
        self._state.show(checked)
        other = checked.following not in (None, self._state.exercise)
        if checked.report.passed and self._options.auto_next and other:
            self._auto_at = self._clock() + AUTO_NEXT
        self._draw()

    # ------------------------------------------------------------------ keys

    def _key(self, key: str) -> None:
        state = self._state
        self._stale, self._auto_at = True, None
        if key in SCROLL:
            self._drawing.scroll(state, self._checking.ready, key)
        elif state.asking:
            state.asking = False
            state.note = self._acts.reset(state.exercise) if key in "yY" else "nothing was reset"
        elif state.page and key != "q":
            state.page, state.top = "", None
        else:
            state.note = ""
            self._act(key.lower())

    def _act(self, key: str) -> None:
        """What a key stands for; nothing for most."""
        state = self._state
        if key in ("q", "\x04"):
            self._code = 0
        elif key == "r":
            self._check(again=True)
        elif key == "h":
            state.hint = self._acts.hint(state.exercise)
        elif key == "l":
            state.open(self._acts.listed(state.exercise))
        elif key == "o":
            state.note = self._acts.open(state.exercise, state.line)
        elif key == "x":
            state.asking = True
        elif key == "n":
            self._next()
        elif key == "d" and state.passed:
            state.open(self._acts.difference(state.exercise))
        elif key == "d":
            state.note = "the solution is unlocked when you pass"

    def _next(self) -> None:
        """Moves on where the learner may."""
        state, self._auto_at = self._state, None
        number = state.exercise.number
        try:
            done = state.passed or self._acts.standing(state.exercise).status.done
            following = self._acts.current()
        except UsageError as error:
            state.note = str(error)
            return
        if following == state.exercise and state.checked is not None and state.checked.not_kept:
            following = (
                state.checked.following
            )  # nothing is kept here, and one goes on all the same
        if not done:
            state.note = f"{number} is not passed yet; learn skip {number} leaves it for later"
        elif following is None or following == state.exercise:
            state.note = self._acts.final_words()
        else:
            self._go(following)


def _text(looked: Looked) -> str:
    """All that a check of a file follows from."""
    return repr((looked.handed.text, looked.handed.earlier, looked.failure))
