"""What one run of a suite knows: exercise, reference, wrongs, and the worker of each device."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import torch

from grader.catalog import Exercise
from grader.suite.memo import Memo
from grader.suite.reference import Reference, sentence
from grader.suite.variants import Change, mapped
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
    memo: Memo = field(default_factory=Memo)
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

    def answer(
        self,
        entry: str,
        inputs: list[Any],
        keywords: dict[str, Any],
        change: Change,
        given: Hashable | None,
    ) -> Any:
        """The reference's answer to changed inputs, kept for the next submission; only to look at.

        ``given`` is the fingerprint of the inputs before the change.
        """

        def work_out() -> Any:
            # torch.manual_seed asks every accelerator besides: 1 ms, and this is the CPU's alone.
            torch.default_generator.manual_seed(self.seed)
            args, kwargs = mapped((inputs, keywords), change)
            return getattr(self.reference, entry)(*args, **kwargs)

        key = None if given is None else (entry, self.seed, change, given)
        return self.memo.answer(key, work_out)

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
        """Ends all workers."""
        for client in self.clients.values():
            client.stop()
        self.clients.clear()
