"""The trusted side's end of the line: one submission, its worker, and what comes back.

Nothing that comes back is trusted: replies are answers, never verdicts. A worker that dies, hangs
or breaks the protocol costs the case that met it; the next request gets a fresh one.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Sequence
from typing import Any

from grader import wire
from grader.errors import Fault
from grader.worker.channel import Closed, Deadline, frame
from grader.worker.ended import (
    Died,
    Ended,
    MissingEntry,
    NoDevice,
    NotSimulated,
    OverShare,
    Raised,
    RuleBroken,
    TimedOut,
    Unsendable,
    line_number,
    text,
    told_devices,
)
from grader.worker.player import Player
from grader.worker.process import Killed, Launcher
from grader.worker.program import ANY_GPU, Gpu, Program
from grader.worker.replies import Reply, read_reply

__all__ = [
    "ANY_GPU",
    "Client",
    "Died",
    "Ended",
    "Gpu",
    "Killed",
    "MissingEntry",
    "NoDevice",
    "NotSimulated",
    "OverShare",
    "Program",
    "Raised",
    "Reply",
    "RuleBroken",
    "TimedOut",
    "Unsendable",
]

DEVICE_TIMEOUT = 120.0  # seconds for a device to start


class Client(Player):
    """Sends requests about one program to its worker, which it starts when it is needed.

    Args:
        launcher: starts the workers.
        program: loaded into each of them.
        timeout: seconds that loading may take.
        device: where the tensors of every request are put.
        simulated: whether the worker pretends to have an accelerator; bans do not hold there.
        gpu: that the worker sees.
    """

    def __init__(
        self,
        launcher: Launcher,
        program: Program,
        timeout: float = 10.0,
        device: str = "cpu",
        simulated: bool = False,
        gpu: Gpu = ANY_GPU,
    ) -> None:
        super().__init__(launcher, timeout)
        self._program = program
        self._timeout = timeout
        self.device = device
        self.simulated = simulated
        self._gpu = gpu
        self.stray: dict[str, Any] = {}  # who made the last answer's tensor on another device
        self._refusal: Ended | NoDevice | None = None  # loading failed: every case hears the same
        self._ahead = False  # a worker was started, and has its program, but was not heard

    @property
    def refused(self) -> Ended | NoDevice | None:
        """What ended the loading of the program, the same exception for every case."""
        return self._refusal

    # ------------------------------------------------------------------ requests

    def request(
        self,
        operation: str,
        encoder: wire.Encoder | None = None,
        meanwhile: Callable[[], None] | None = None,
        **fields: Any,
    ) -> Reply:
        """One request and its answer, started and loaded first where need be.

        Args:
            operation: its name, as in `host`.
            encoder: holds the tensors of the fields.
            meanwhile: done while the worker works, in time that is not the submission's.
            **fields: of the request.

        Raises:
            Ended: in one of its ways, when the submission gave no answer.
        """
        self._count += 1
        fields = self._addressed({"id": self._count, "op": operation, **fields})
        buffers = frame(fields, encoder or wire.Encoder())
        if not self._told.next_is(buffers):
            self._forget()
            self.load()
        deadline = self.deadline or time.monotonic() + self._timeout
        return self._exchange(buffers, self._count, deadline, self.allowance, meanwhile)

    def load(self) -> None:
        """Starts a worker and loads the program, unless that is done.

        Raises Ended, the same for every caller, when the program does not load.
        """
        if self._refusal is not None:
            raise self._refusal
        if self._channel is not None and not self._ahead:
            return
        started = time.monotonic()
        try:
            if not self._ahead:
                self._start(self._accelerated)
            self._greet()
            if self._accelerated:
                self._settle()
            deadline = time.monotonic() + self._timeout
            if self._bans:
                look = {"op": "inspect", "source": self._program.source, "bans": self._bans}
                look["entries"] = list(self._program.entries)
                found = self._prepare(self._framed(look), deadline, self._timeout).value
                for line, name, _ in found:
                    raise RuleBroken(text(name, 100), line_number(line))
            loading = [] if self._ahead else self._framed(self._loading)
            self._prepare(loading, deadline, self._timeout)
            self._ahead = False
        except Ended as refusal:
            self._refusal = refusal
            self.stop()
            raise
        finally:
            if self.deadline is not None:  # starting and loading have their own time
                self.deadline += time.monotonic() - started

    def start_ahead(self, requests: Sequence[bytes] = ()) -> None:
        """Starts a worker and hands it the program without waiting for either, so that `load` will
        find that done; not where something comes before: rules to look for, a device to start.

        Args:
            requests: that it will be asked first, by `play_all`; it is asked as many as fit into
                the line.
        """
        if self._channel is not None or self._refusal or self._bans or self._accelerated:
            return
        with contextlib.suppress(Fault, Deadline, Closed):  # `load` meets it again, and tells it
            self._start(False, ahead=True)
            assert self._channel is not None
            self._ahead = True
            self._channel.send_frame(self._framed(self._loading), time.monotonic() + self._timeout)
            try:
                self._ask_ahead(requests)
            except Deadline:  # half of a request would be taken for the beginning of the next
                self.stop()

    def stop(self, patience: float = 0.0) -> int | None:
        """Ends the worker, if there is one; its own wait status, None where it was killed."""
        self._ahead = False
        return super().stop(patience)

    @property
    def _bans(self) -> list[str]:
        return [] if self.simulated else list(self._program.bans)

    @property
    def _loading(self) -> dict[str, Any]:
        """The fields of the request that loads the program."""
        program = self._program
        return {
            "op": "load",
            "source": program.source,
            "filename": program.filename,
            "entries": list(program.entries),
            "bans": self._bans,
            "device": self.device,
            "simulated": self.simulated,
            "earlier": [list(pair) for pair in program.earlier],
        }

    @property
    def _accelerated(self) -> bool:
        return self.device != "cpu" and not self.simulated

    def _settle(self) -> None:
        """Starts the device in the worker, in a time of its own.

        Raises NoDevice where it does not start.
        """
        gpu = self._gpu
        fields = {"op": "settle", "device": self.device, "gpu": gpu.name, "share": gpu.share}
        deadline = time.monotonic() + DEVICE_TIMEOUT
        try:
            told = self._prepare(self._framed(fields), deadline, DEVICE_TIMEOUT).value
        except Ended as ended:
            self.stop()
            why = (ended.message if isinstance(ended, Raised) else str(ended)).strip()
            why = why.partition("\n")[0].partition(". ")[0][:200]
            # Kept: a driver that hangs is waited for once, not in every case.
            self._refusal = NoDevice(f"it does not start here: {why}")
            raise self._refusal from None
        if gpu.share < 1.0 and "memory" in told:  # nothing of the submission has run yet
            self._watch_memory(int(gpu.share * told["memory"]))

    def _framed(self, fields: dict[str, Any]) -> list[memoryview]:
        """A request that belongs to no case."""
        return frame(self._addressed({"id": 0, **fields}), wire.Encoder())

    def _prepare(self, buffers: list[memoryview], deadline: float, allowance: float) -> Reply:
        """Exchanges a request that belongs to no case, and is in no case's recording."""
        assert self._channel is not None
        recording, self._recording = self._recording, None
        try:
            with self._channel.asleep():
                return self._exchange(buffers, 0, deadline, allowance)
        finally:
            self._recording = recording

    def encoder(self) -> wire.Encoder:
        """An encoder that puts tensors on this client's device."""
        return wire.Encoder(device=self.device)

    def _exchange(
        self,
        buffers: list[memoryview],
        number: int,
        deadline: float,
        allowance: float,
        meanwhile: Callable[[], None] | None = None,
    ) -> Reply:
        work = None if meanwhile is None else functools.partial(self._time_of, meanwhile)
        answer, tensors = self._answer(buffers, deadline, allowance, work)
        try:
            reply = read_reply(answer, tensors, number)
        except wire.WireError as error:
            self.stop()
            raise Died(f"sent what is no answer: {error}") from None
        finally:
            if answer.get("broken") is True:  # the device: the next request gets a fresh one
                self.stop()
        self.stray = told_devices(answer.get("stray"))
        return reply

    def _addressed(self, fields: dict[str, Any]) -> dict[str, Any]:
        return fields | {"place": self.device} if self.simulated else fields

    def _time_of(self, work: Callable[[], None]) -> float:
        """Does the work; the seconds it took, which the running case gets on top."""
        started = time.monotonic()
        work()
        took = time.monotonic() - started
        if self.deadline is not None:
            self.deadline += took
        return took

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
