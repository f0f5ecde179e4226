"""The terminal's end of the grading process: started in the background, never waited for."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.errors import Fault
from grader.grading.wishes import PRACTICE, Wishes
from grader.render.json_report import from_json
from grader.report import Report
from grader.submission import Handed
from grader.watch.line import Line, Message

# Python's own folders come before those that this process added: a torch.py that lies in one of
# them is the learner's business. The folder that the learner is in is on neither path.
START = """
import os, sys
own = [entry for entry in sys.path if os.path.isabs(entry)]
sys.path[:] = own + [entry for entry in sys.argv[3:] if entry not in own]
from grader.watch.checker import main
main()
"""
PATIENCE = 2.0  # seconds that the process has to end by itself


@dataclass(frozen=True)
class Answer:
    """What came of a job: a report, or the lines that say why there is none.

    A report that is not ``final`` is followed by one that says more: on further seeds, or devices.
    """

    job: int
    report: Report | None = None
    final: bool = True
    fault: tuple[str, str, str] | None = None


class Checking:
    """Hands submissions to the grading process; a new one cancels the one before.

    Args:
        root: the course's folder.
        wishes: of every check that comes without its own.
        again: what to do when the process died of a check.

    Raises Fault when the process cannot be started.
    """

    def __init__(
        self,
        root: Path,
        wishes: Wishes = PRACTICE,
        again: str = "press r to check again",
    ) -> None:
        self._root = root
        self._wishes = wishes
        self._again = again
        self._job = 0
        self._last: Message | None = None
        self.ready = False
        self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        # Not -I: torch may be in the user's own site-packages.
        path = [entry for entry in sys.path if Path(entry).is_absolute()]
        command = [sys.executable, "-c", START, str(self._root), str(theirs.fileno()), *path]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # the terminal's keys are not its to hear
            )
        except OSError as error:
            raise Fault("the grader cannot be started", str(error.strerror)) from None
        finally:
            theirs.close()
        self._line = Line(ours)

    def fileno(self) -> int:
        """What to wait on for `answers`."""
        return self._line.fileno()

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._last is not None

    @property
    def alive(self) -> bool:
        """Whether the process runs; `answers` hears of one that does not, and starts another."""
        return self._process.poll() is None

    def prepare(self, slug: str) -> None:
        """Opens an exercise's suite ahead of the first save; ends a check that is running."""
        self._job += 1
        self._last = None
        self._send({"id": self._job, "slug": slug, "wishes": asdict(self._wishes)})

    def submit(self, slug: str, handed: Handed, wishes: Wishes | None = None) -> int:
        """Hands in a submission, in place of any that is still running; the job's number."""
        self._job += 1
        record = (handed.record.path, handed.record.digest)
        self._last = {
            "id": self._job,
            "slug": slug,
            "wishes": asdict(wishes or self._wishes),
            "text": handed.text,
            "record": record,
            "earlier": handed.earlier,
        }
        self._send(self._last)
        return self._job

    def answers(self) -> list[Answer]:
        """Reads what has come; answers to jobs that nobody waits for any more are left out.

        A process that died is started again, and an answer says so if it died of a job.
        """
        try:
            messages = self._line.receive()
        except (EOFError, OSError):
            return self._died()
        self.ready = True
        return [a for a in map(self._answer, messages) if a is not None]

    def _answer(self, message: Message) -> Answer | None:
        if message.get("id", self._job) != self._job or "ready" in message:
            return None
        final = message.get("final", True)
        if final:
            self._last = None
        if "fault" in message:
            what, found, following = message["fault"]
            return Answer(self._job, fault=(what, found, following))
        return Answer(self._job, from_json(message["report"]), final)

    def _died(self) -> list[Answer]:
        code = self._end()
        was_ready, self.ready = self.ready, False
        waiting, self._last = self.waiting, None
        what = "the grader ended in the middle of its work, not by your doing"
        told = (what, f"exit code {code}", self._again)
        if was_ready:
            self._start()
        else:
            raise Fault("the grader does not start", f"exit code {code}", "learn doctor")
        return [Answer(self._job, fault=told)] if waiting else []

    def _send(self, message: Message) -> None:
        with contextlib.suppress(OSError):  # it is gone: `answers` will see that, and say it
            self._line.send(message)

    def _end(self) -> int:
        """Ends the process for certain; its exit code."""
        self._line.close()
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            return self._process.wait()

    def close(self) -> None:
        """Ends the process and all of its workers."""
        self._end()

    def __enter__(self) -> Checking:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
