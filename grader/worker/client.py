"""The trusted side's end of the line: one submission, its worker, and what comes back.

Nothing that comes back is trusted: replies are answers, never verdicts. A worker that dies, hangs
or breaks the protocol costs the case that met it; the next request gets a fresh one.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any

from grader import wire
from grader.errors import Fault
from grader.report import Layer
from grader.worker.channel import Channel, Closed, Deadline, Prints
from grader.worker.ended import (
    Died,
    Ended,
    MissingEntry,
    NotSimulated,
    Raised,
    RuleBroken,
    TimedOut,
    Unsendable,
    ending,
    line_number,
    text,
    told_devices,
)
from grader.worker.launch import Killed, Launcher, Process
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
    "NotSimulated",
    "Program",
    "Raised",
    "Reply",
    "RuleBroken",
    "TimedOut",
    "Unsendable",
]

FILE_GUARDS = ("Landlock", "mount namespace")
DEVICE_TIMEOUT = 120.0  # seconds for a device to start
START_TIMEOUT = 60.0  # seconds for a worker's hello; a spawned one imports torch first


class Client:
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
        self._launcher = launcher
        self._program = program
        self._timeout = timeout
        self.device = device
        self.simulated = simulated
        self._gpu = gpu
        self.stray: dict[str, Any] = {}  # who made the last answer's tensor on another device
        self._process: Process | None = None
        self._channel: Channel | None = None
        self._prints: Prints | None = None
        self._count = 0
        self._printed: list[str] = []
        self._refusal: Ended | None = None  # loading failed: every case hears the same
        self._aborted = False
        self.layers: tuple[Layer, ...] = ()
        self.deadline: float | None = None  # of the case that is running, on the monotonic clock
        self.allowance = timeout  # seconds that the case has, for the message

    @property
    def refused(self) -> Ended | None:
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
        self.load()
        deadline = self.deadline or time.monotonic() + self._timeout
        return self._exchange(operation, encoder, fields, deadline, self.allowance, meanwhile)

    def load(self) -> None:
        """Starts a worker and loads the program, unless that is done.

        Raises Ended, the same for every caller, when the program does not load.
        """
        if self._refusal is not None:
            raise self._refusal
        if self._channel is not None:
            return
        started = time.monotonic()
        program = self._program
        bans = [] if self.simulated else list(program.bans)
        try:
            self._start()
            if self._accelerated:
                self._settle()
            deadline = time.monotonic() + self._timeout
            if bans:
                look: dict[str, Any] = {"source": program.source, "bans": bans}
                found = self._exchange("inspect", None, look, deadline, self._timeout).value
                for line, name, _ in found:
                    raise RuleBroken(text(name, 100), line_number(line))
            fields = {
                "source": program.source,
                "filename": program.filename,
                "entries": list(program.entries),
                "bans": bans,
                "device": self.device,
                "simulated": self.simulated,
                "earlier": [list(pair) for pair in program.earlier],
            }
            self._exchange("load", None, fields, deadline, self._timeout)
        except Ended as refusal:
            self._refusal = refusal
            self.stop()
            raise
        finally:
            if self.deadline is not None:  # starting and loading have their own time
                self.deadline += time.monotonic() - started

    @property
    def _accelerated(self) -> bool:
        return self.device != "cpu" and not self.simulated

    def _settle(self) -> None:
        """Starts the device in the worker, in a time of its own.

        Raises Fault where it does not start.
        """
        fields = {"device": self.device, "gpu": self._gpu.name, "share": self._gpu.share}
        deadline = time.monotonic() + DEVICE_TIMEOUT
        try:
            self._exchange("settle", None, fields, deadline, DEVICE_TIMEOUT)
        except Ended as ended:
            self.stop()
            raise Fault(f"{self.device} does not start in a worker", str(ended)[:300]) from None

    def encoder(self) -> wire.Encoder:
        """An encoder that puts tensors on this client's device."""
        return wire.Encoder(device=self.device)

    def _exchange(
        self,
        operation: str,
        encoder: wire.Encoder | None,
        fields: dict[str, Any],
        deadline: float,
        allowance: float,
        meanwhile: Callable[[], None] | None = None,
    ) -> Reply:
        assert self._channel is not None
        if self._aborted:
            self.stop()
            raise Died("the check was called off")
        self._count += 1
        header = {"id": self._count, "op": operation, **fields}
        if self.simulated:
            header["place"] = self.device
        try:
            self._channel.send(header, encoder or wire.Encoder(), deadline)
            if meanwhile is not None:
                deadline += self._time_of(meanwhile)
            answer, tensors = self._channel.receive(deadline)
            self._collect_prints()
            try:
                reply = read_reply(answer, tensors, self._count)
            finally:
                if answer.get("broken") is True:  # the device: the next request gets a fresh one
                    self.stop()
            self.stray = told_devices(answer.get("stray"))
            return reply
        except Deadline:
            self.stop()
            raise TimedOut(allowance) from None
        except Closed:
            raise self._death() from None
        except wire.WireError as error:
            self.stop()
            raise Died(f"sent what is no answer: {error}") from None
        except Ended:
            raise
        except BaseException:  # an interrupt: the rest of this answer would be taken for the next
            self.stop()
            raise

    def _time_of(self, work: Callable[[], None]) -> float:
        """Does the work; the seconds it took, which the running case gets on top."""
        started = time.monotonic()
        work()
        took = time.monotonic() - started
        if self.deadline is not None:
            self.deadline += took
        return took

    # ------------------------------------------------------------------ the process

    def abort(self) -> None:
        """Ends the request that is running, if one is, and lets no other through.

        The only method that another thread may call: it touches the line and nothing else.
        """
        self._aborted = True
        channel = self._channel
        if channel is not None:
            channel.hang_up()

    def _start(self) -> None:
        self._process = self._launcher.start(self._accelerated)
        self._prints = Prints(self._process.prints_end)
        self._channel = Channel(self._process.wire_end, self._prints, dense=True)
        try:
            hello, _ = self._channel.receive(time.monotonic() + START_TIMEOUT)
        except (Deadline, Closed, wire.WireError) as error:
            died = self._death()
            if isinstance(died, Killed):
                raise died from None
            raise Fault("a worker did not start", f"{type(error).__name__}: {error}") from None
        self.layers = tuple(Layer(**layer) for layer in hello["layers"])
        # Where no layer guards files the report says so; one that claims to must prove it.
        guards = [x for x in (*self._launcher.layers, *self.layers) if x.name in FILE_GUARDS]
        if hello["reached"] and any(layer.in_force for layer in guards):
            self.stop()
            raise Fault("a worker could read what it must not see", ", ".join(hello["reached"]))

    def _death(self) -> Ended | Fault:
        """Why there is no worker any more: by the submission's doing, or by none of ours."""
        process = self._process
        status = self.stop(0.0 if self._aborted else 1.0)
        if process is not None and process.outside:
            return Killed("a worker was killed from outside", "", "is the machine out of memory?")
        return Died(ending(status))

    def take_prints(self, last: bool = False) -> str:
        """What the submission printed in one request since this was last asked.

        ``last``: in the last request that printed, else in the first.
        """
        self._collect_prints()
        printed, self._printed = self._printed, []
        return (printed[-1] if last else printed[0]) if printed else ""

    def _collect_prints(self) -> None:
        if self._prints is None:
            return
        if self._channel is not None:
            self._channel.drain()
        text = self._prints.take()
        if text:
            self._printed.append(text)

    def stop(self, patience: float = 0.0) -> int | None:
        """Ends the worker, if there is one; its own wait status, None where it was killed."""
        if self._process is None:
            return None
        process, self._process = self._process, None
        if self._prints is not None:
            with contextlib.suppress(OSError):
                self._prints.drain()
            self._collect_prints()
        try:
            return self._launcher.end(process, patience)
        finally:
            if self._channel is not None:
                self._channel.close()
            self._channel = self._prints = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
