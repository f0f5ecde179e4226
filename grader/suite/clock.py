"""A deadline for code of the course's own that may never end: a known wrong, run in this process.

The alarm interrupts Python code in the main thread; elsewhere the code runs to its end.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType

LATER = 0.05  # seconds until an import is looked at again


class OutOfTime(BaseException):
    """The time is up; no `except Exception` of the code that runs stops it."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """The code inside is interrupted after this time, with OutOfTime.

    A timer of somebody else's (pytest-timeout's) goes on afterwards.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    started = time.monotonic()
    left, _ = signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-3))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
        if left:
            spent = time.monotonic() - started
            signal.setitimer(signal.ITIMER_REAL, max(left - spent, 1e-3))


def _ring(number: int, frame: FrameType | None) -> None:
    if _importing(frame):  # half a module would stay behind
        signal.setitimer(signal.ITIMER_REAL, LATER)
        return
    raise OutOfTime


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False
