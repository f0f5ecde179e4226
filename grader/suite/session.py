"""What one run of a suite knows: exercise, reference, wrongs, and the worker of each device."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import torch

from grader.catalog import Exercise
from grader.errors import Fault
from grader.suite.devices import SIMULATED, place
from grader.suite.reference import Reference, sentence
from grader.suite.remembered import Remembered
from grader.worker.client import ANY_GPU, Client, Died, Gpu, Program
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
    gpu: Gpu = ANY_GPU  # of workers on cuda
    remembered: Remembered = field(default_factory=Remembered)
    cancelled: bool = False  # nobody waits for this submission's verdict any more
    naming: bool = True  # the mistake is still to be named: once a submission, where it shows first
    notes: list[str] = field(default_factory=list)  # remarks on the submission; change no verdict

    @cached_property
    def reference(self) -> Reference:
        """The model answer, loaded after the workers' template was made."""
        return Reference(self.exercise.reference)

    @cached_property
    def wrongs(self) -> list[tuple[str, Reference]]:
        """The known wrongs with the sentence each one speaks."""
        reference = self.exercise.reference
        return [(sentence(path), Reference(reference, path)) for path in self.exercise.wrongs]

    def recall(self, what: object, content: object, work: Callable[[], Any]) -> Any:
        """What ``work`` gives, or gave before for the same content, seed and default dtype.

        ``content`` is None where the inputs have none, and then nothing is remembered.
        """
        if content is None:
            return work()
        question = (what, self.seed, torch.get_default_dtype(), content)
        return self.remembered.answer(question, work)

    def client(self, device: str) -> Client:
        """The worker's client for a device; both looks of the device check share one."""
        name = SIMULATED[0] if device in SIMULATED else device
        if name not in self.clients:
            timeout = self.exercise.settings.timeout
            if device in SIMULATED:
                self.launcher.preload("simulated")
            self.clients[name] = Client(
                self.launcher,
                self.program,
                timeout,
                place(device),
                device in SIMULATED,
                self.gpu,
            )
            if self.cancelled:
                self.clients[name].abort()
        return self.clients[name]

    def note(self, text: str) -> None:
        """Keeps a remark for the report; once, however many seeds and devices make it."""
        if text not in self.notes:
            self.notes.append(text)

    def begin_case(self, device: str, seconds: float) -> None:
        """Starts the clock of a case; raises Died where the submission's run was cancelled."""
        if self.cancelled:
            raise Died("the check was called off")
        client = self.client(device)
        client.device = place(device)
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
        self.notes = []

    def cancel(self) -> None:
        """Lets the run of this submission end early, without outcomes; from any thread."""
        self.cancelled = True
        for client in list(self.clients.values()):
            client.abort()

    def close(self) -> None:
        """Ends all workers; those of a lost template have ended with it."""
        for client in self.clients.values():
            with contextlib.suppress(Fault):
                client.stop()
        self.clients.clear()
