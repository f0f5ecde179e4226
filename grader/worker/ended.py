"""The ways in which a request ends without an answer, by the submission's doing.

Built from what a worker told, of which nothing is trusted: texts are cut, numbers are bounded.
"""

from __future__ import annotations

import os
import signal
from typing import Any

from grader.errors import Fault


class Ended(Exception):  # noqa: N818 - the base of the ways a request can end without an answer
    """A request ended without an answer, by the submission's doing."""


class Raised(Ended):
    """The submission raised an exception.

    ``kind`` and ``bases`` are type names, ``frames`` the learner's own lines as plain data.
    """

    def __init__(self, info: dict[str, Any]) -> None:
        self.kind = text(info.get("type"), 100)
        self.bases = tuple(text(base, 100) for base in info["bases"][:20])
        self.message = text(info.get("message"), 2000)
        self.line = line_number(info.get("line"))
        self.frames: list[dict[str, Any]] = list(info["frames"][-3:])
        self.mistake = told_devices(info.get("mistake"))  # what the simulated accelerator refused
        super().__init__(f"{self.kind}: {self.message}")


class MissingEntry(Ended):
    """The submission has no such name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class TimedOut(Ended):
    """No answer in time; the worker was killed."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"no answer within {seconds:g} s")


class Died(Ended):
    """The worker is gone; ``how`` says how it ended, in words."""

    def __init__(self, how: str) -> None:
        self.how = how
        super().__init__(how)


class OverShare(Ended):
    """The worker had more of a GPU's memory than its share, by whatever way; it was killed."""

    def __init__(self, used: int, share: int) -> None:
        self.used = used
        self.share = share
        super().__init__(
            f"the process took {used >> 20} MiB of the GPU's memory, and its share is "
            f"{share >> 20} MiB"
        )


class NoDevice(Fault):
    """The device does not start in a worker: for this submission it is as good as not there."""


class RuleBroken(Ended):
    """A banned operation was used: its name as the learner wrote it, and the line."""

    def __init__(self, name: str, line: int | None) -> None:
        self.name = name
        self.line = line
        super().__init__(name)


class NotSimulated(Ended):
    """The submission asked the simulated accelerator for something that it does not imitate."""


class Unsendable(Ended):
    """The answer cannot be sent: too large, too deep, or nothing that a suite can use."""


def text(value: object, most: int) -> str:
    """A text of the answer, cut; empty where something else was sent for it."""
    return value[:most] if isinstance(value, str) else ""


def line_number(value: object) -> int | None:
    """A line's number, None where there is none."""
    return value if type(value) is int and 0 < value < 1 << 31 else None


def told_devices(sent: object) -> dict[str, Any]:
    """What was told of a mistake with devices: texts, and lines; the rest is dropped."""
    told = sent if isinstance(sent, dict) else {}
    texts = {name: text(told.get(name), 100) for name in ("by", "here", "there")}
    lines = {name: line_number(told.get(name)) for name in ("line", "made")}
    return {**texts, **lines} if told else {}


def ending(status: int | None) -> str:
    """How a process ended, in words a learner can use."""
    if status is None:
        return "the process closed its line to the grader"
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        words: dict[int, str] = {
            signal.SIGSEGV: "a segmentation fault",
            signal.SIGABRT: "an abort",
            signal.SIGKILL: "killed, probably out of memory",
            signal.SIGBUS: "a bus error",
            signal.SIGSYS: "a system call that is not allowed here",
            signal.SIGFPE: "an arithmetic fault",
        }
        return f"the process ended by {words.get(number, f'signal {number}')}"
    return f"the process ended itself with exit code {os.waitstatus_to_exitcode(status)}"
