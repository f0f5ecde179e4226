"""A deadline for code of the course's own that may never end: a known wrong, run in this process.

Time is the processor's, so that a busy machine names as many mistakes as an idle one; code that
only waits is stopped by the clock on the wall. The alarm interrupts Python code in the main thread;
elsewhere the code runs to its end.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType

PATIENCE = 10.0  # seconds on the wall for each second of the processor
LATER = 0.05  # seconds until an import is looked at again


class OutOfTime(BaseException):
    """The time is up; no `except Exception` of the code that runs stops it."""


def spent() -> float:
    """Seconds of the processor that this process has used."""
    return time.process_time()


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """The code inside is interrupted after this time, with OutOfTime; an import is finished first.

    A timer of somebody else's (pytest-timeout's) goes on afterwards.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer"):
        yield
        return
    handlers = {number: signal.signal(number, _ring) for number in (signal.SIGPROF, signal.SIGALRM)}
    started = time.monotonic()
    left, _ = signal.setitimer(signal.ITIMER_REAL, PATIENCE * max(seconds, 1e-3))
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 1e-3))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 1e-3))


def _ring(number: int, frame: FrameType | None) -> None:
    if _importing(frame):  # half a module would stay behind
        timer = signal.ITIMER_PROF if number == signal.SIGPROF else signal.ITIMER_REAL
        signal.setitimer(timer, LATER)
        return
    raise OutOfTime


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False
