"""What one run of a suite knows: exercise, reference, wrongs, and the worker of each device."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from functools import cached_property

from grader.catalog import Exercise
from grader.errors import Fault
from grader.suite.reference import Reference, sentence
from grader.worker.client import Client, Program
from grader.worker.launch import Launcher


@dataclass
class Session:
    """The suite of one exercise over one submission.

    ``seed`` is the one being run; ``clients`` hold a worker per device, made when first asked for.
    """

    exercise: Exercise
    launcher: Launcher
    program: Program
    devices: tuple[str, ...] = ("cpu",)
    seed: int = 1
    timeout: float | None = None  # seconds a case may take; None: as the suite says
    clients: dict[str, Client] = field(default_factory=dict)
    naming: bool = True  # the mistake is still to be named: once a submission, where it shows first

    @cached_property
    def reference(self) -> Reference:
        """The model answer, loaded after the workers' template was made."""
        return Reference(self.exercise.reference)

    @cached_property
    def wrongs(self) -> list[tuple[str, Reference]]:
        """The known wrongs with the sentence each one speaks."""
        reference = self.exercise.reference
        return [(sentence(path), Reference(reference, path)) for path in self.exercise.wrongs]

    def client(self, device: str) -> Client:
        """The worker's client for a device."""
        if device not in self.clients:
            timeout = self.exercise.settings.timeout
            self.clients[device] = Client(self.launcher, self.program, timeout, device)
        return self.clients[device]

    def begin_case(self, device: str, seconds: float) -> None:
        """Starts the clock of a case."""
        client = self.client(device)
        client.allowance = seconds
        client.deadline = time.monotonic() + seconds

    def end_case(self, device: str) -> None:
        """Stops the clock of a case."""
        self.client(device).deadline = None

    def resubmit(self, program: Program) -> None:
        """Goes on with another submission of the same exercise; the reference stays loaded."""
        self.close()
        self.program = program
        self.naming = True

    def close(self) -> None:
        """Ends all workers; those of a lost template have ended with it."""
        for client in self.clients.values():
            with contextlib.suppress(Fault):
                client.stop()
        self.clients.clear()
