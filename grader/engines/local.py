"""The local engine: a pool of processes on this machine, each with its own grader.

A process gets one piece at a time and asks for the next with its report, so a slow submission holds
up nobody else. A process that dies is replaced, and its piece is graded again; a piece that ends
three processes is a fault, and the others go on.
"""

from __future__ import annotations

import contextlib
import selectors
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from grader.catalog import Course
from grader.cores import cores
from grader.engines.base import Chunk, Graded, timeless
from grader.engines.faults import fault_report
from grader.engines.gpus import Slots
from grader.engines.line import Closed, Line, Message
from grader.engines.nursery import Nursery
from grader.engines.queue import Queue, Ticket
from grader.errors import Fault
from grader.gradebook.store import FAULT
from grader.grading.isolation import demand_isolation
from grader.render.json_report import to_json
from grader.report import Layer

MOST_DEATHS = 3  # of processes, with one and the same piece
MOST_STILLBORN = 3  # processes in a row that never say hello
MOST_NEWS = 64  # that wait for a process which is at work
ROOM = 120.0  # seconds that a piece may take beyond all its cases' own
Kind = tuple[str, str, int, int]  # what pieces have in common that are graded alike


@dataclass(eq=False)
class _Process:
    """One process of the pool."""

    line: Line
    pid: int
    ready: bool = False  # it has said hello
    ticket: Ticket | None = None
    until: float = field(default=float("inf"))  # on the monotonic clock
    news: list[tuple[Kind, Message]] = field(default_factory=list)  # what others have learned

    def take_news(self, kind: Kind) -> list[Message]:
        """What is of use for pieces of this kind; the rest is out of date."""
        news, self.news = self.news, []
        return [message for of, message in news if of == kind]


class LocalEngine:
    """Grades on this machine.

    Args:
        root: the course's folder.
        jobs: processes; as many as there are cores by default.
        gpu_slots: pieces that may be on an accelerator at the same time; one on each by default.
        weak: grade even where a promise of the isolation is broken.
        off: layers switched off, to test how the rest degrades.
    """

    def __init__(
        self,
        root: Path,
        jobs: int | None = None,
        *,
        gpu_slots: int | None = None,
        weak: bool = False,
        off: frozenset[str] = frozenset(),
    ) -> None:
        self._root = root
        self._course = Course(root)
        self._jobs = jobs or cores()
        self._slots = Slots(gpu_slots)
        self._weak = weak
        self._off = off
        self._nursery: Nursery | None = None
        self._pool: list[_Process] = []
        self._stillborn = 0
        self._selector = selectors.DefaultSelector()
        self._limit = cache(self._seconds_for)
        self.layers: tuple[Layer, ...] = ()

    def grade(self, chunks: Iterable[Chunk]) -> Iterator[Graded]:
        """One result for each piece, in the order in which they are done.

        Raises:
            Fault: no process can be started.
            UsageError: the isolation is weak, and that is not allowed.
        """
        queue = Queue(chunks)
        try:
            while True:
                self._hand_out(queue)
                if queue.exhausted and not any(p.ticket for p in self._pool):
                    return
                for process in self._stirring():
                    graded = self._hear(process, queue)
                    if graded is not None:
                        yield graded
        finally:
            for process in [p for p in self._pool if p.ticket]:
                self._drop(process)

    def close(self) -> None:
        """Ends all processes."""
        for process in list(self._pool):
            self._drop(process, kill=False)
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None
        self._selector.close()

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------ handing out

    def _hand_out(self, queue: Queue) -> None:
        """Gives each process without work a piece, and starts processes while there is work."""
        for process in self._pool:
            if process.ticket is None and process.ready:
                ticket = self._take(queue)
                if ticket is None:
                    return
                self._give(process, ticket)
        while len(self._pool) < self._jobs:
            ticket = self._take(queue)
            if ticket is None:
                return
            process = self._start()
            process.ticket = ticket  # sent with its hello

    def _take(self, queue: Queue) -> Ticket | None:
        """The next piece that can be graded now; it keeps its slot on a GPU until it is done."""
        tickets = (p.ticket for p in self._pool if p.ticket is not None)
        slot = self._slots.free({ticket.slot for ticket in tickets if ticket.accelerated})
        ticket = queue.take(slot is not None)
        if ticket is not None and slot is not None:
            ticket.slot = slot
        return ticket

    def _give(self, process: _Process, ticket: Ticket) -> None:
        chunk, piece = ticket.chunk, ticket.piece
        process.ticket = ticket
        process.until = time.monotonic() + self._limit(chunk.exercise)
        message: Message = {
            "exercise": chunk.exercise,
            "device": chunk.device,
            "seed": chunk.seed,
            "patience": chunk.patience,
            "digest": piece.digest,
            "text": piece.text,
            "earlier": piece.earlier,
            "gpu": self._slots.gpu(ticket.slot) if ticket.accelerated else "",
            "share": self._slots.share if ticket.accelerated else 1.0,
            "news": process.take_news(_kind(chunk)),
            "others": self._jobs > 1,
        }
        with contextlib.suppress(Closed):  # it is heard, as its end, when the line is read
            process.line.send(message)

    def _seconds_for(self, slug: str) -> float:
        """More than all cases of an exercise can take by their own clocks and belts."""
        exercise = self._course.find(slug)
        settings = exercise.settings
        longest = max(settings.timeout, 60.0)
        return ROOM + len(exercise.cases) * settings.seeds * (3 * longest)

    # ------------------------------------------------------------------ the processes

    def _start(self) -> _Process:
        if self._nursery is None:
            self._nursery = Nursery(self._root, self._off)
        process = _Process(*self._nursery.fork())
        self._pool.append(process)
        self._selector.register(process.line, selectors.EVENT_READ, process)
        return process

    def _drop(self, process: _Process, kill: bool = True) -> None:
        self._pool.remove(process)
        self._selector.unregister(process.line)
        process.line.close()
        if kill and self._nursery is not None:
            self._nursery.kill(process.pid)

    def _stirring(self) -> list[_Process]:
        """The processes that have something to say, or have said nothing for far too long."""
        found = [key.data for key, _ in self._selector.select(timeout=5.0)]
        now = time.monotonic()
        return found + [p for p in self._pool if p.until < now and p not in found]

    def _hear(self, process: _Process, queue: Queue) -> Graded | None:
        if process not in self._pool:
            return None
        if process.until < time.monotonic():
            return self._lost(process, queue, "it said nothing for far too long", last=True)
        try:
            message = process.line.arrived()
        except Closed:
            return self._lost(process, queue, "its process ended")
        if message is None:
            return None
        if "layers" in message:
            self._greet(process, message)
            return None
        if "broken" in message:
            return self._lost(process, queue, ": ".join(filter(None, message["broken"])))
        ticket, process.ticket, process.until = process.ticket, None, float("inf")
        assert ticket is not None
        news = [(_kind(ticket.chunk), learned) for learned in message["learned"]]
        for other in self._pool:
            if other is not process:
                other.news = [*other.news, *news][-MOST_NEWS:]
        return _graded(ticket, message["state"], message["report"], message["seconds"])

    def _greet(self, process: _Process, message: Message) -> None:
        """The hello of a process: how its workers are confined; raises where that is too weak."""
        self.layers = tuple(Layer(**layer) for layer in message["layers"])
        demand_isolation(self.layers, self._weak)
        process.ready = True
        self._stillborn = 0
        if process.ticket is not None:
            self._give(process, process.ticket)

    def _lost(self, process: _Process, queue: Queue, why: str, last: bool = False) -> Graded | None:
        """A process is gone: its piece is graded again, or is a fault where it ends them all."""
        self._drop(process)
        ticket = process.ticket
        if not process.ready:
            self._stillborn += 1
            if self._stillborn >= MOST_STILLBORN:
                raise Fault("no process that grades can be started", why)
        if ticket is None:
            return None
        ticket.deaths += process.ready
        if not last and ticket.deaths < MOST_DEATHS:
            queue.put_back(ticket)
            return None
        chunk = ticket.chunk
        exercise = self._course.find(chunk.exercise)
        report = fault_report(exercise, ticket.piece.digest, chunk.device, why)
        return _graded(ticket, FAULT, to_json(timeless(report)), 0.0)


def _kind(chunk: Chunk) -> Kind:
    return chunk.exercise, chunk.device, chunk.seed, chunk.patience


def _graded(ticket: Ticket, state: str, report: str, seconds: float) -> Graded:
    chunk = ticket.chunk
    return Graded(
        digest=ticket.piece.digest,
        exercise=chunk.exercise,
        device=chunk.device,
        seed=chunk.seed,
        state=state,
        report=report,
        seconds=seconds,
    )
