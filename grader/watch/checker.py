"""The process that grades for a watch: torch stays imported, the suite stays collected.

One exercise's saves are one batch whose submissions arrive as the learner saves. The template of
all workers is forked when the process starts; suites are opened after that, whatever exercise the
learner moves on to.
"""

from __future__ import annotations

import os
import queue
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from grader.catalog import Course, Exercise
from grader.errors import LearnError
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.render.json_report import to_json
from grader.report import Report, Submission
from grader.submission import Handed
from grader.watch.line import Line, Message

if TYPE_CHECKING:  # the template is forked before pytest is imported
    from grader.grading.batch import Batch


class Checker:
    """Grades what comes down the line, always the newest alone.

    Args:
        grader: made before this, in a process that has opened nothing secret.
        line: to the process at the terminal.
    """

    def __init__(self, grader: Grader, line: Line) -> None:
        self._grader = grader
        self._line = line
        self._jobs: queue.Queue[Message] = queue.Queue()
        self._lock = threading.Lock()
        self._newest = 0  # the job whose verdict is waited for; an older one is cancelled
        self._running: Message = {}
        self._batch: Batch | None = None

    def serve(self) -> None:
        """Grades until the line is closed, which ends the process."""
        threading.Thread(target=self._listen, daemon=True).start()
        self._line.send({"ready": True})
        job = self._jobs.get()
        while True:
            job = self._exercise(job)

    def _listen(self) -> None:
        """Takes messages in while a check runs; the other side's end is this process's end."""
        try:
            while True:
                for message in self._line.receive():
                    self._take(message)
        except (EOFError, OSError):
            os._exit(0)  # the template's line closes with this process, and its workers end

    def _take(self, message: Message) -> None:
        with self._lock:
            self._newest = message["id"]
            if self._batch is not None and self._running:
                self._batch.cancel()
        self._jobs.put(message)

    def _exercise(self, job: Message) -> Message:
        """Serves one exercise, from this message on to the first of another, or of other wishes."""
        exercise = self._grader.course.find(job["slug"])
        following: list[Message] = []
        try:
            self._batch = self._grader.batch(
                exercise, Wishes(**job["wishes"]), self._done, self._early
            )
            self._batch.warm_up()
            self._batch.run(self._submissions(exercise, job, following))
        except LearnError as error:
            told = [error.what, error.found, error.next_step]
            self._line.send({"id": self._newest, "fault": told})
        finally:
            if self._batch is not None:
                self._batch.close()
            self._batch = None
        return following[0] if following else self._jobs.get()

    def _submissions(
        self, exercise: Exercise, job: Message, following: list[Message]
    ) -> Iterator[Handed]:
        """The submissions of one exercise as they come, while the same is wished of them."""
        wishes = job["wishes"]
        while job["slug"] == exercise.slug and ("text" not in job or job["wishes"] == wishes):
            with self._lock:
                wanted = job["id"] == self._newest and "text" in job
                self._running = job if wanted else {}
                if self._batch is not None:
                    self._batch.renew()
            if wanted:
                yield _handed(job)
            with self._lock:
                self._running = {}
            self._grader.launcher.prepare()
            job = self._jobs.get()
        following.append(job)

    def _early(self, report: Report) -> None:
        self._line.send({"id": self._running["id"], "report": to_json(report), "final": False})

    def _done(self, report: Report) -> None:
        self._line.send({"id": self._running["id"], "report": to_json(report)})


def _handed(job: Message) -> Handed:
    path, digest = job["record"]
    earlier = tuple((name, text) for name, text in job["earlier"])
    return Handed(job["text"], Submission(path, digest), earlier)


def main() -> None:
    """The process's main program: the course's folder and the line's descriptor are arguments."""
    root, descriptor = sys.argv[1:3]
    line = Line(socket.socket(fileno=int(descriptor)))
    try:
        grader = Grader(Course(Path(root)), eager=True)
        Checker(grader, line).serve()
    except LearnError as error:
        line.send({"fault": [error.what, error.found, error.next_step]})
