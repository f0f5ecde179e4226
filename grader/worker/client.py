"""The trusted side's end of the line: one submission, its worker, and what comes back.

Nothing that comes back is trusted: replies are answers, never verdicts. A worker that dies, hangs
or breaks the protocol costs the case that met it; the next request gets a fresh one.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import dataclass, field
from typing import Any

import torch

from grader import wire
from grader.errors import Fault
from grader.report import Layer
from grader.worker.channel import Channel, Closed, Deadline, Prints
from grader.worker.launch import Launcher, Process

DEVICE_TIMEOUT = 120.0  # seconds for a device to start
START_TIMEOUT = 60.0  # seconds for a worker's hello; a spawned one imports torch first


class Ended(Exception):  # noqa: N818 - the base of the ways a request can end without an answer
    """A request ended without an answer, by the submission's doing."""


class Raised(Ended):
    """The submission raised an exception.

    ``kind`` and ``bases`` are type names, ``frames`` the learner's own lines as plain data.
    """

    def __init__(self, info: dict[str, Any]) -> None:
        self.kind = _text(info.get("type"), 100)
        self.bases = tuple(_text(base, 100) for base in info["bases"][:20])
        self.message = _text(info.get("message"), 2000)
        self.line = _line(info.get("line"))
        self.frames: list[dict[str, Any]] = list(info["frames"][-3:])
        self.mistake = _told(info.get("mistake"))  # what the simulated accelerator refused
        super().__init__(f"{self.kind}: {self.message}")


class MissingEntry(Ended):
    """The submission has no such name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class TimedOut(Ended):
    """No answer in time; the worker was killed."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"no answer within {seconds:g} s")


class Died(Ended):
    """The worker is gone; ``how`` says how it ended, in words."""

    def __init__(self, how: str) -> None:
        self.how = how
        super().__init__(how)


class RuleBroken(Ended):
    """A banned operation was used: its name as the learner wrote it, and the line."""

    def __init__(self, name: str, line: int | None) -> None:
        self.name = name
        self.line = line
        super().__init__(name)


class NotSimulated(Ended):
    """The submission asked the simulated accelerator for something that it does not imitate."""


class Unsendable(Ended):
    """The answer cannot be sent: too large, too deep, or nothing that a suite can use."""


@dataclass
class Reply:
    """An answer: the value, and what was asked about the call besides."""

    value: Any
    effects: dict[str, Any] = field(default_factory=dict)
    gradients: Any = None
    inputs: Any = None


@dataclass(frozen=True)
class Program:
    """A submission's text and what the exercise says about it."""

    filename: str  # shown in the learner's tracebacks
    source: str
    entries: tuple[str, ...]
    bans: tuple[str, ...] = ()
    earlier: tuple[tuple[str, str], ...] = ()  # names and texts behind `from exercises import`


@dataclass(frozen=True)
class Gpu:
    """Which of several GPUs a worker sees (its number or UUID), and its share of the memory."""

    name: str = ""
    share: float = 1.0


ANY_GPU = Gpu()


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

    def request(self, operation: str, encoder: wire.Encoder | None = None, **fields: Any) -> Reply:
        """One request and its answer, started and loaded first where need be.

        Raises:
            Ended: in one of its ways, when the submission gave no answer.
        """
        self.load()
        deadline = self.deadline or time.monotonic() + self._timeout
        return self._exchange(operation, encoder, fields, deadline, self.allowance)

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
                    raise RuleBroken(_text(name, 100), _line(line))
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
            answer, tensors = self._channel.receive(deadline)
            self._collect_prints()
            try:
                return self._read(answer, tensors)
            finally:
                if answer.get("broken") is True:  # the device: the next request gets a fresh one
                    self.stop()
        except Deadline:
            self.stop()
            raise TimedOut(allowance) from None
        except Closed:
            patience = 0.0 if self._aborted else 1.0
            raise Died(_ending(self.stop(patience))) from None
        except wire.WireError as error:
            self.stop()
            raise Died(f"sent what is no answer: {error}") from None

    def _read(self, answer: wire.Header, tensors: list[torch.Tensor]) -> Reply:
        if answer.get("id") != self._count:
            raise wire.WireError("an answer to no question")
        try:
            if "banned" in answer:
                used = answer["banned"]
                raise RuleBroken(_text(used["name"], 100), _line(used["line"]))
            if "raised" in answer:
                raise Raised(answer["raised"])
        except (KeyError, TypeError, AttributeError) as error:
            raise wire.WireError(f"a malformed answer: {error}") from None
        if "missing" in answer:
            raise MissingEntry(_text(answer["missing"], 100))
        if "not_simulated" in answer:
            raise NotSimulated(_text(answer["not_simulated"], 200))
        if "unsendable" in answer:
            raise Unsendable(_text(answer["unsendable"], 500))
        if "value" not in answer:
            raise wire.WireError("an answer without a value")
        self.stray = _told(answer.get("stray"))
        decoder = wire.Decoder(tensors, _handle)
        return Reply(
            decoder.decode(answer["value"]),
            _effects(answer.get("effects")),
            decoder.decode(answer.get("gradients")),
            decoder.decode(answer.get("inputs")),
        )

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
        self._channel = Channel(self._process.wire_end, self._prints)
        try:
            hello, _ = self._channel.receive(time.monotonic() + START_TIMEOUT)
            for _ in range(self._process.ahead):
                self._channel.receive(time.monotonic() + START_TIMEOUT)
        except (Deadline, Closed, wire.WireError) as error:
            self.stop()
            raise Fault("a worker did not start", f"{type(error).__name__}: {error}") from None
        self.layers = tuple(Layer(**layer) for layer in hello["layers"])
        if hello["reached"]:
            self.stop()
            raise Fault("a worker could read what it must not see", ", ".join(hello["reached"]))

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
        status = self._launcher.end(process, patience)
        if self._channel is not None:
            self._channel.close()
        self._channel = self._prints = None
        return status

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _handle(node: wire.Node) -> wire.Handle:
    number = node["h"]
    if type(number) is not int:
        raise wire.WireError("a handle without a number")
    return wire.Handle(number, _text(node.get("kind"), 100), _text(node.get("about"), 200))


def _text(value: object, most: int) -> str:
    """A text of the answer, cut; empty where something else was sent for it."""
    return value[:most] if isinstance(value, str) else ""


def _told(sent: object) -> dict[str, Any]:
    """What was told of a mistake with devices: texts, and lines; the rest is dropped."""
    told = sent if isinstance(sent, dict) else {}
    texts = {name: _text(told.get(name), 100) for name in ("by", "here", "there")}
    lines = {name: _line(told.get(name)) for name in ("line", "made")}
    return {**texts, **lines} if told else {}


def _line(value: object) -> int | None:
    """A line's number, None where there is none."""
    return value if type(value) is int and 0 < value < 1 << 31 else None


def _effects(sent: object) -> dict[str, Any]:
    """What was told of a call's effects: numbers of inputs, names of state; the rest is dropped."""
    told = sent if isinstance(sent, dict) else {}
    kinds = {"changed": int, "alias": int, "state": str}
    listed = {name: told.get(name) for name in kinds}
    return {
        name: [item for item in items[:100] if type(item) is kinds[name]]
        for name, items in listed.items()
        if isinstance(items, list)
    }


def _ending(status: int | None) -> str:
    """How a process ended, in words a learner can use."""
    if status is None:
        return "the process closed its line to the grader"
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        words: dict[int, str] = {
            signal.SIGSEGV: "a segmentation fault",
            signal.SIGABRT: "an abort",
            signal.SIGKILL: "killed, probably out of memory",
            signal.SIGBUS: "a bus error",
            signal.SIGSYS: "a system call that is not allowed here",
            signal.SIGFPE: "an arithmetic fault",
        }
        return f"the process ended by {words.get(number, f'signal {number}')}"
    return f"the process ended itself with exit code {os.waitstatus_to_exitcode(status)}"
