"""The notebook's grading process: one a kernel, kept warm, never a fork of the kernel.

It is `grader.watch`'s: a process of its own that sees texts, never the notebook's memory, and that
ends with the kernel, however that ends.
"""

from __future__ import annotations

import atexit
import os
import select
import threading
from pathlib import Path

from grader.catalog import Exercise
from grader.errors import Fault, LearnError
from grader.grading.wishes import PRACTICE, Wishes
from grader.report import Report
from grader.submission import Handed
from grader.watch.checking import Answer, Checking

AGAIN = "run the cell again: a new grader is started"


class Process:
    """Grades what a notebook hands in, as a `Grader` does.

    Args:
        root: the course's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._checking: Checking | None = None
        self._owner = 0

    def start(self) -> None:
        """Starts it, if it does not run; PyTorch is imported meanwhile.

        Raises Fault when it cannot be started.
        """
        with self._lock:
            self._open()

    def check(self, exercise: Exercise, handed: Handed, wishes: Wishes = PRACTICE) -> Report:
        """The report on one submission.

        Raises LearnError when there is none, KeyboardInterrupt when the learner does not wait.
        """
        with self._lock:
            checking = self._open()
            checking.submit(exercise.slug, handed, wishes)
            try:
                answer = self._wait(checking)
            except KeyboardInterrupt:
                checking.prepare(exercise.slug)  # ends the check; the process stays
                raise
        if answer.fault is not None:
            raise LearnError(*answer.fault)
        assert answer.report is not None
        return answer.report

    def close(self) -> None:
        """Ends it; the next check starts another."""
        with self._lock:
            checking, self._checking = self._checking, None
            if checking is not None and self._owner == os.getpid():
                atexit.unregister(checking.close)
                checking.close()

    def _wait(self, checking: Checking) -> Answer:
        while True:
            select.select([checking.fileno()], [], [])
            for answer in self._answers(checking):
                if answer.final:
                    return answer

    def _open(self) -> Checking:
        """The process, alive; a process that a fork of the kernel inherited is not its own."""
        if self._owner != os.getpid():
            self._checking, self._owner = None, os.getpid()
        if self._checking is None:
            self._checking = Checking(self._root, again=AGAIN)
            atexit.register(self._checking.close)
        # What it said since: that it is ready, or that it is gone, in which case it starts anew.
        checking = self._checking
        while not checking.alive or select.select([checking.fileno()], [], [], 0)[0]:
            self._answers(checking)
        return checking

    def _answers(self, checking: Checking) -> list[Answer]:
        try:
            return checking.answers()
        except Fault:  # it never came to be ready; the next check tries again
            atexit.unregister(checking.close)
            self._checking = None
            raise
