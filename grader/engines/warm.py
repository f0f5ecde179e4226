"""Engines that are kept warm in a process which is given order after order, by several threads.

An engine is started by exec, so the threads of the process do it no harm; it imports torch once and
serves one order at a time. The kernel ends it with the thread that started it.
"""

from __future__ import annotations

import threading

from grader.engines.base import Graded
from grader.engines.local import LocalEngine
from grader.engines.order import Order, fill
from grader.errors import Fault, UsageError


class Warm:
    """Engines without work, by the course that they grade."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[tuple[str, bool], list[LocalEngine]] = {}
        self._closings = 0

    def grade(self, order: Order) -> list[Graded]:
        """The results of an order, all of them.

        Raises Fault when no engine can be started or the engines are being closed, UsageError when
        this machine must not grade.
        """
        kind = order.root, order.weak
        with self._lock:
            engine = self._idle[kind].pop() if self._idle.get(kind) else None
            closings = self._closings
        if engine is None:
            engine = LocalEngine(order.course.root, 1, weak=order.weak)
        found: list[Graded] = []
        try:
            for graded in fill(order, engine):
                found.append(graded)
                if self._closings != closings:
                    raise Fault("the engines of this process are being closed")
        except BaseException:
            engine.close()
            raise
        with self._lock:
            if self._closings == closings:
                self._idle.setdefault(kind, []).append(engine)
                return found
        engine.close()
        return found

    def close(self) -> None:
        """Ends the engines; one that is at work ends after the piece that it has."""
        with self._lock:
            self._closings += 1
            engines = [engine for group in self._idle.values() for engine in group]
            self._idle.clear()
        for engine in engines:
            engine.close()


WARM = Warm()  # of this process


def grade(order: Order) -> list[Graded] | UsageError:
    """What an engine elsewhere calls: results, or why this machine must not grade, as a value."""
    try:
        return WARM.grade(order)
    except UsageError as error:
        return error  # raised, it would be tried again


def close() -> None:
    """Ends the engines of this process."""
    WARM.close()
