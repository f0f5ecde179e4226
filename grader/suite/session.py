"""What one run of a suite knows: exercise, reference, wrongs, and the worker of each device."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import torch

from grader.catalog import Exercise
from grader.errors import Fault
from grader.suite.devices import SIMULATED, place
from grader.suite.evidence import Evidence, Experiment
from grader.suite.reference import Reference, keeps_state, sentence
from grader.suite.remembered import Remembered
from grader.worker.client import ANY_GPU, Client, Died, Gpu, Program
from grader.worker.process import Launcher
from grader.worker.script import Recording

QUESTION = 2.0  # seconds for an answer that only helps to name a mistake


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
    thorough: bool = True  # every variant of the inputs, as with the first seed; else one
    timeout: float | None = None  # seconds a case may take; None: as the suite says
    clients: dict[str, Client] = field(default_factory=dict)
    gpu: Gpu = ANY_GPU  # of workers on cuda
    remembered: Remembered = field(default_factory=Remembered)
    cancelled: bool = False  # nobody waits for this submission's verdict any more
    evidence: Evidence = field(default_factory=Evidence)  # what this submission did so far
    rehearsing: bool = False  # the reference answers, here, instead of the submission
    # What cases ask, by name and device, seed, and whether with all variants (see `rehearsal`).
    rehearsed: dict[tuple[str, int, bool], list[Experiment]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)  # remarks on the submission; change no verdict
    noted: list[str] = field(default_factory=list)  # those of the case that runs, known ones too

    @cached_property
    def reference(self) -> Reference:
        """The model answer, loaded after the workers' template was made."""
        return Reference(self.exercise.reference)

    @cached_property
    def wrongs(self) -> list[tuple[str, Reference]]:
        """The known wrongs with the sentence each one speaks.

        Without those that do not run, and those that may remember earlier calls.
        """
        found = []
        for path in self.exercise.wrongs:
            with contextlib.suppress(Exception):  # `learn dev check` tells the author
                if not keeps_state(path):
                    found.append((sentence(path), Reference(self.exercise.reference, path)))
        return found

    def forgetful(self) -> list[tuple[str, Reference]]:
        """The wrongs that may remember earlier calls, loaded anew: they remember none."""
        own = self.exercise
        paths = [path for path in own.wrongs if keeps_state(path)]
        return [(sentence(path), Reference(own.reference, path)) for path in paths]

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

    def place(self, device: str) -> None:
        """Puts the tensors of the next requests on a device."""
        self.client(device).device = place(device)

    @contextlib.contextmanager
    def asking(self, device: str, seed: int) -> Iterator[None]:
        """A question of our own to the learner's code after its cases: it has a short time."""
        self.seed = seed
        self.begin_case(device, QUESTION)
        try:
            yield
        finally:
            self.client(device).history.sharpen()  # what is told may show any of it
            self.end_case(device)

    def note(self, text: str) -> None:
        """Keeps a remark for the report; once, however many seeds and devices make it."""
        self.noted.append(text)
        if text not in self.notes:
            self.notes.append(text)

    def begin_case(self, device: str, seconds: float, spent: float = 0.0) -> None:
        """Starts the clock of a case, some of whose seconds may be spent already.

        Raises Died where the submission's run was cancelled.
        """
        if self.cancelled:
            raise Died("the check was called off")
        client = self.client(device)
        self.place(device)
        client.begin(seconds, spent)
        self.noted = []

    def end_case(self, device: str) -> Recording | None:
        """Stops the clock of a case; what it asked, and was answered."""
        return self.client(device).end()

    def start_ahead(self, device: str, requests: Sequence[bytes] = ()) -> None:
        """Lets a device's worker start, load the submission and be asked, while others are."""
        with contextlib.suppress(Fault):  # a case meets it again, and tells it
            if not self.cancelled:
                self.place(device)
                self.client(device).start_ahead(requests)

    def resubmit(self, program: Program) -> None:
        """Goes on with another submission of the same exercise; the reference stays loaded."""
        self.close()
        self.program = program
        self.evidence = Evidence()
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
