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
from pathlib import Path

from grader.catalog import Exercise
from grader.errors import Fault, UsageError
from grader.practice import Checked, Looked
from grader.render.look import Look
from grader.report import Report
from grader.watch import pages
from grader.watch.acts import Acts
from grader.watch.checking import Answer, Checking
from grader.watch.screen import View, body_of, foot_of, scrolled, start_of, window
from grader.watch.sights import Kind, Sights
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
        look: what the terminal can show right now.
        options: of the command line.
        clock: seconds.
    """

    def __init__(
        self,
        acts: Acts,
        checking: Checking,
        terminal: Terminal,
        sights: Sights,
        look: Callable[[], Look],
        options: Options,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._acts = acts
        self._checking = checking
        self._terminal = terminal
        self._sights = sights
        self._look = look
        self._options = options
        self._clock = clock
        self._exercise: Exercise = acts.course.exercises[0]
        self._checked: Checked | None = None
        self._pending: Looked | None = None  # handed in, not answered yet
        self._text = ""  # of the newest version that was looked at
        self._gone = ""  # why there is nothing to check, in words
        self._hint = ""
        self._note = ""  # what the last key did
        self._page = ""  # a text in the report's place, until the next key
        self._asking = False
        self._submitted = 0.0
        self._told_slow = False
        self._more = False  # a first look is there, the rest is still running
        self._auto_at: float | None = None
        self._top: int | None = None  # first line shown; None: where it makes most sense
        self._code: int | None = None
        self._stale = True

    # ------------------------------------------------------------------ the loop

    def run(self, exercise: Exercise) -> int:
        """Watches from this exercise on, until the learner or a signal ends it; the exit code."""
        self._go(exercise)
        while self._code is None:
            if self._stale:
                self._draw()
            self._wait()
        return self._code

    def _wait(self) -> None:
        """Waits for what comes first, and takes it."""
        keys, signals = self._terminal.descriptors
        ready, _, _ = select.select(
            [keys, signals, self._checking.fileno()], [], [], self._patience()
        )
        if signals in ready:
            for number in self._terminal.signals():
                self._signal(number)
        if self._checking.fileno() in ready:
            for answer in self._checking.answers():
                self._answered(answer)
            self._stale = True
        if keys in ready and self._code is None:
            pressed = self._terminal.keys()
            if pressed is None:
                self._code = 0
            for key in pressed or ():
                self._key(key)
        self._look_around()

    def _patience(self) -> float:
        """Seconds until something is due by itself."""
        now = self._clock()
        due = [now + self._sights.pause]
        if self._auto_at is not None:
            due.append(self._auto_at)
        return max(0.0, min(due) - now)

    def _look_around(self) -> None:
        """Takes the time and the files into account."""
        now = self._clock()
        if self._auto_at is not None and now >= self._auto_at:
            self._next()
        if self._pending is not None and not self._told_slow and now - self._submitted > SLOW:
            self._told_slow = self._stale = True
        if self._sights.changed(now):
            self._check()

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
        self._exercise, self._checked, self._top = exercise, None, None
        self._text = self._hint = self._note = self._page = ""
        self._auto_at = None
        self._sights.follow([self._acts.path(exercise)])
        self._check(again=True)
        if self._options.edit and not self._gone:
            self._note = self._acts.open(exercise, self._line())

    def _check(self, again: bool = False) -> None:
        """Looks at the file and answers, or has it graded; an unchanged text only if ``again``."""
        self._stale, self._auto_at = True, None
        try:
            looked = self._acts.look(self._exercise)
        except UsageError as error:
            self._call_off()
            self._gone = str(error)
            return
        self._gone, self._page = "", ""
        own = self._acts.path(self._exercise)
        self._sights.follow([own, *(own.with_name(name) for name, _ in looked.handed.earlier)])
        text = repr((looked.handed.text, looked.handed.earlier, looked.failure))
        if text == self._text and not again:
            return
        self._text, self._note, self._asking = text, "", False
        if looked.failure is not None:
            self._call_off()
            self._keep(looked, None)
            return
        self._pending, self._submitted, self._told_slow = looked, self._clock(), False
        self._more = False
        self._checking.submit(self._exercise.slug, looked.handed)

    def _call_off(self) -> None:
        """Ends a check that is running; the exercise's suite stays open, or is opened."""
        self._pending = None
        self._checking.prepare(self._exercise.slug)

    def _answered(self, answer: Answer) -> None:
        if not answer.final:
            self._first_look(answer.report)
            return
        pending, self._pending, self._more = self._pending, None, False
        if answer.fault is not None:
            self._note = "\n".join(line for line in answer.fault if line)
            self._text = ""
        elif answer.report is not None and pending is not None:
            self._keep(pending, answer.report)

    def _first_look(self, report: Report | None) -> None:
        """Shows at once what is not right; that all is right is said when it is known."""
        self._more = True
        if report is not None and not report.passed:
            before = self._checked or Checked(report, self._exercise)
            self._checked = replace(before, report=report, event=None)
            self._top, self._page = None, ""

    def _keep(self, looked: Looked, report: Report | None) -> None:
        """Shows a check, then keeps it: nobody waits for the drive."""
        checked = self._acts.keep(looked, report, self._show)
        if checked.not_kept:
            self._checked, self._stale = checked, True

    def _show(self, checked: Checked) -> None:
        self._checked, self._top, self._page = checked, None, ""
        self._draw()
        if checked.report.passed:
            self._hint = ""
            if self._options.auto_next and checked.following not in (None, self._exercise):
                self._auto_at = self._clock() + AUTO_NEXT

    # ------------------------------------------------------------------ keys

    def _key(self, key: str) -> None:
        self._stale, self._auto_at = True, None
        if key in SCROLL:
            self._scroll(key)
            return
        if self._asking:
            self._asking = False
            self._note = self._acts.reset(self._exercise) if key in "yY" else "nothing was reset"
            return
        if self._page and key != "q":
            self._page, self._top = "", None
            return
        act = {
            "h": self._ask_hint, "n": self._next, "l": self._list, "r": self._again,
            "o": self._open, "d": self._diff, "x": self._ask, "q": self._quit, "\x04": self._quit,
        }.get(key.lower())  # fmt: skip
        if act is not None:
            self._note = ""
            act()

    def _quit(self) -> None:
        self._code = 0

    def _again(self) -> None:
        self._check(again=True)

    def _ask_hint(self) -> None:
        self._hint = self._acts.hint(self._exercise)

    def _open(self) -> None:
        self._note = self._acts.open(self._exercise, self._line())

    def _ask(self) -> None:
        self._asking = True

    def _list(self) -> None:
        self._page, self._top = self._acts.listed(self._exercise), 0

    def _diff(self) -> None:
        if self._passed:
            self._page, self._top = self._acts.difference(self._exercise), 0
        else:
            self._note = "the solution is unlocked when you pass"

    def _next(self) -> None:
        """Moves on where the learner may."""
        self._auto_at = None
        number = self._exercise.number
        try:
            done = self._acts.standing(self._exercise).status.done
            following = self._acts.current()
        except UsageError as error:
            self._note = str(error)
            return
        if not (done or self._passed):
            self._note = f"{number} is not passed yet; learn skip {number} leaves it for later"
        elif following is None or following == self._exercise:
            self._note = self._acts.final_words()
        else:
            self._go(following)

    @property
    def _passed(self) -> bool:
        """Whether the exercise was passed, now or before."""
        checked = self._checked
        if checked is None:
            return False
        standing = checked.standing
        return checked.report.passed or (standing is not None and standing.first_pass is not None)

    def _line(self) -> int | None:
        """The line to open the file at: the failure's, or the first that is to be written."""
        case = self._checked.report.first_failure if self._checked else None
        failure = case.failure if case else None
        if failure is not None and failure.line is not None:
            return failure.line
        return self._exercise.entries[0].line if self._exercise.entries else None

    # ------------------------------------------------------------------ the screen

    def _scroll(self, key: str) -> None:
        body, foot = self._lines()
        rows = self._terminal.size[1]
        top = start_of(body, foot, rows) if self._top is None else self._top
        self._top = scrolled(body, foot, rows, top, key)

    def _lines(self) -> tuple[list[str], list[str]]:
        look = self._look()
        view = self._view(look)
        body = body_of(view, look.width, look.color, look.encoding)
        return body, foot_of(view, look.width, look.color)

    def _draw(self) -> None:
        self._stale = False
        body, foot = self._lines()
        rows = self._terminal.size[1]
        top = start_of(body, foot, rows) if self._top is None else self._top
        self._terminal.draw(window(body, foot, rows, top))

    def _view(self, look: Look) -> View:
        """What there is to show right now."""
        shown = self._acts.shown(self._exercise)
        if self._page:
            return View(self._page, keys=pages.PAGE_KEYS)
        if self._checked is None:
            text = pages.waiting(self._exercise, shown)
        else:
            text = pages.report(self._checked, look)
        notes = tuple(note for note in (self._gone, self._hint, self._note) if note)
        question = ""
        if self._asking:
            question = f"put the stub of {self._exercise.number} back? your version is kept   y/n"
        return View(text, notes, question, self._status(shown), pages.keys(self._passed))

    def _status(self, shown: str) -> str:
        path: Path = self._acts.path(self._exercise)
        if self._gone and self._sights.kind(path) is Kind.GONE:
            return f"waiting for {shown} to come back"
        if self._pending is not None:
            if not self._checking.ready:
                return "starting PyTorch ..."
            if self._more:
                return "checking with more numbers ..."
            if self._told_slow:
                return "checking your last save ..."
        return f"watching {shown}"


__all__ = ["Fault", "Options", "Watch"]
