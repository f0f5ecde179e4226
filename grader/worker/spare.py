"""A worker started ahead of its need: forked and confined while nobody waits."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from grader.errors import Fault
from grader.report import Layer
from grader.worker.process import Launcher, Process


class SpareLauncher:
    """A launcher with one spare worker, which knows no submission; it is used once, like any other.

    Args:
        launcher: starts the workers; owned here.
    """

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher
        self._spare: Process | None = None
        self._preloaded: set[tuple[str, ...]] = set()

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers of isolation that hold before a worker says more."""
        return self._launcher.layers

    @property
    def memory(self) -> int:
        """Bytes that each worker started from now on may have."""
        return self._launcher.memory

    @memory.setter
    def memory(self, value: int) -> None:
        if value != self._launcher.memory:
            self._drop()
        self._launcher.memory = value

    def prepare(self) -> None:
        """Orders the spare worker, unless there is one or none can be had: `start` tells that."""
        if self._spare is None:
            with contextlib.suppress(Fault):
                self._spare = self._launcher.order()

    def start(self, devices: bool = False) -> Process:
        """The spare worker, or a new one; always a new one beside ``devices``."""
        if devices:
            return self._launcher.start(devices)
        spare, self._spare = self._spare, None
        if spare is None:
            return self._launcher.start()
        try:
            self._launcher.settle(spare)
        except Fault:
            spare.discard()
            raise
        return spare

    def order(self) -> Process:
        """The spare worker, or one that is ordered."""
        spare, self._spare = self._spare, None
        return spare or self._launcher.order()

    def settle(self, process: Process | None = None) -> None:
        """Waits for what was ordered."""
        self._launcher.settle(process)

    def end(self, process: Process, patience: float = 0.0) -> int | None:
        """As the launcher that started it ends it."""
        return self._launcher.end(process, patience)

    def preload(self, name: str, *words: str) -> None:
        """Done for all later workers; the spare has not got it."""
        if (name, *words) not in self._preloaded:
            self._preloaded.add((name, *words))
            self._drop()
            self._launcher.preload(name, *words)

    def stock(self, requests: Sequence[bytes]) -> None:
        """Of later workers; the spare has another one, and keeps it."""
        self._launcher.stock(requests)

    def close(self) -> None:
        """Ends everything that was started."""
        with contextlib.suppress(Exception):
            self._drop()
        self._launcher.close()

    def _drop(self) -> None:
        spare, self._spare = self._spare, None
        if spare is not None:
            with contextlib.suppress(Fault):  # it went with a template that was lost
                self._launcher.end(spare)
            spare.discard()
