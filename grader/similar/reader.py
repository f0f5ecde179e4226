"""Reads the shapes of submissions in a confined process: no parser of ours meets a student's text.

A text that ends the process, or takes it too long, has no shape; the next one gets a new process.
What comes back is a claim, and is taken for nothing but hashes and lines.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from typing import Any

from grader.engines.line import Closed, Line
from grader.similar.shape import MOST, Print

PATIENCE = 10.0  # seconds for one text
MEMORY = 512 << 20  # bytes that the parser may have
_START = (
    "import sys; sys.path[:] = sys.argv.pop().split('\\n'); "
    "from grader.similar.reader import main; main()"
)


class Reader:
    """Gives the prints of texts."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Line | None = None

    def prints(self, text: str, every: bool = False) -> list[Print] | None:
        """The prints of a text, None where it has no shape: see `grader.similar.shape.prints`."""
        line = self._line or self._start()
        try:
            line.send({"text": text, "every": every})
            return _checked(line.receive().get("prints"))
        except (Closed, ValueError, AttributeError):
            self.close()
            return None

    def close(self) -> None:
        """Ends the process."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._line = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> Line:
        ours, theirs = socket.socketpair()
        ours.settimeout(PATIENCE)
        path = "\n".join(entry for entry in sys.path if entry)
        settings = json.dumps({"line": theirs.fileno(), "parent": os.getpid()})
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, settings, path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={},
            start_new_session=True,  # the terminal's Ctrl-C is the command's to handle
        )
        theirs.close()
        self._line = Line(ours)
        return self._line


def _checked(found: Any) -> list[Print] | None:
    if not isinstance(found, list) or len(found) > MOST:
        return None
    if not all(type(each) is list and list(map(type, each)) == [int, int] for each in found):
        return None
    return [(int(number), int(line)) for number, line in found]


def main() -> None:
    """The process's own program; its settings are its argument."""
    settings = json.loads(sys.argv[1])
    from grader.similar.shape import prints
    from grader.worker import isolation
    from grader.worker.isolation.limits import die_with_parent

    line = Line(socket.socket(fileno=settings["line"]))
    with contextlib.suppress(OSError):
        die_with_parent()
    if os.getppid() != settings["parent"]:
        return
    prints("warm = 1")  # what is loaded at the first use
    isolation.confine((), MEMORY, frozenset(), False)
    while True:
        try:
            message = line.receive()
        except Closed:
            return
        try:
            found = prints(message["text"], message["every"])
        except Exception:  # no Python, or a bomb
            found = None
        line.send({"prints": found})
