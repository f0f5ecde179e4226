"""The trusted side's hold on one worker at a time: its process, its line, what it printed."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING

import torch

from grader import wire
from grader.errors import Fault
from grader.report import Layer
from grader.worker.channel import Channel, Closed, Deadline, Prints, opened
from grader.worker.ended import Died, Ended, OverShare, TimedOut, ending
from grader.worker.lots import LOT, LOTS, lots
from grader.worker.process import Killed, Launcher, Process
from grader.worker.script import MOST_BYTES, Heard, History, Recording, Told
from grader.worker.stock import Stock

if TYPE_CHECKING:
    from grader.worker.share import MemoryWatch

FILE_GUARDS = ("Landlock", "mount namespace")
AHEAD = 1.0  # seconds in which the line takes so many, though nobody reads them yet
START_TIMEOUT = 60.0  # seconds for a worker's hello; a spawned one imports torch first


class Home:
    """Starts a worker, asks it, ends it; what breaks on the way is told as the submission's end.

    Args:
        launcher: starts the workers.
    """

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher
        self._process: Process | None = None
        self._channel: Channel | None = None
        self._prints: Prints | None = None
        self._printed: list[str] = []
        self._aborted = False
        self._watch: MemoryWatch | None = None  # of a worker that has but a part of a GPU
        self._stock = Stock({})
        self._told = Told()
        self._asked: deque[list[bytes]] = deque()  # lots of requests whose answers nobody has heard
        self._recording: Recording | None = None
        self.heard: dict[bytes, Heard] = {}  # by request, of a submission that was asked all ahead
        self.history = History()  # of the program's only worker so far
        self.layers: tuple[Layer, ...] = ()

    def abort(self) -> None:
        """Ends the request that is running, if one is, and lets no other through.

        The only method that another thread may call: it touches the line and nothing else.
        """
        self._aborted = True
        channel = self._channel
        if channel is not None:
            channel.hang_up()

    def take_prints(self, last: bool = False) -> str:
        """What the submission printed in one request since this was last asked.

        ``last``: in the last request that printed, else in the first.
        """
        self._collect_prints()
        printed, self._printed = self._printed, []
        return (printed[-1] if last else printed[0]) if printed else ""

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
            if self._watch is not None:
                self._watch.close()
            self._channel = self._prints = self._watch = None
            self._asked.clear()

    # ------------------------------------------------------------------ for `Client`

    def _start(self, devices: bool, ahead: bool = False) -> None:
        """Starts a worker; ``ahead``: without waiting until it is there, which `_greet` does."""
        if self.history.requests:  # another worker has heard nothing of that
            self.history.whole = False
        self._process = self._launcher.order() if ahead else self._launcher.start(devices)
        self._stock = Stock(self._process.stock)
        self._prints = Prints(self._process.prints_end)
        self._channel = Channel(self._process.wire_end, self._prints, True, self._process.awake)

    def _greet(self) -> None:
        """Hears which layers hold in the worker that was started."""
        assert self._channel is not None
        try:
            self._launcher.settle(self._process)
        except Fault:
            self.stop()
            raise
        try:
            with self._channel.asleep():
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

    def _watch_memory(self, share: int) -> None:
        """From now on the worker is ended where it has more of the GPUs than so many bytes."""
        from grader.worker.share import MemoryWatch  # a check on the CPU needs none

        assert self._process is not None
        assert self._channel is not None
        self._watch = MemoryWatch(self._process.here, share)
        self.layers += (self._watch.layer,)
        if not self._watch.blind:
            self._channel.watch = self._watch

    def _answer(
        self,
        buffers: list[memoryview],
        deadline: float,
        allowance: float,
        meanwhile: Callable[[], float] | None = None,
    ) -> tuple[wire.Header, list[torch.Tensor]]:
        """The frame that answers a request.

        Args:
            buffers: the request; empty where it has been sent.
            deadline: of the answer, on the monotonic clock.
            allowance: seconds that it had, for the message.
            meanwhile: done while the worker works; the seconds that come on top for it.

        Raises Ended, or Killed, where there is none.
        """
        request = b"" if self._recording is None else self._recording.ask(buffers)
        told = self._told.answer(buffers)
        there = told or self._there(request)
        with self._ended(allowance) as channel:
            if not there:
                assert channel is not None
                channel.send_frame(buffers, deadline)
            if meanwhile is not None:
                deadline += meanwhile()
            whole = there[0] if there else None
            if isinstance(whole, Exception):
                raise whole
            if not there and self._recording is not None and self._recording.whole:
                assert channel is not None
                whole = channel.whole(MOST_BYTES, deadline)
            if self._recording is not None:
                self._recording.hear(whole)
                if not told:
                    self.history.add(request, whole)
            if whole is not None:
                answer = opened(whole, dense=True)
            else:
                assert channel is not None
                answer = channel.receive(deadline)
            self._collect_prints()
        return answer

    def _put(self, request: bytes, deadline: float, allowance: float) -> bytes:
        """The mark of the answer to a request of a script, which waits for the case to ask for it;
        empty where there is none."""
        there = self._there(request)
        try:
            with self._ended(allowance) as channel:
                if not there:
                    assert channel is not None
                    sent = self._stock.shortened([request])
                    channel.send_frame([memoryview(sent)], deadline)
                    there = [channel.whole(MOST_BYTES, deadline)]
                    self._collect_prints()
        except (Ended, Killed) as ended:
            self._told.put(request, ended)
            return b""
        self._told.put(request, there[0])
        return self.history.add(request, there[0])

    def _there(self, request: bytes) -> list[bytes | None]:
        """The answer to a request, if it came ahead."""
        heard = self.heard.get(request)
        return [] if heard is None else [heard.whole]

    def _ask_ahead(self, requests: Sequence[bytes]) -> None:
        """Puts the first of the requests that `_stream` will be asked for, as many as the line
        takes though nobody reads them yet."""
        assert self._channel is not None
        for lot in itertools.islice(lots(requests), LOTS):
            if sum(map(len, lot)) > LOT:
                return
            self._asked.append(lot)
            whole = self._stock.shortened(lot)
            self._channel.send_frame([memoryview(whole)], time.monotonic() + AHEAD)

    def _stream(self, requests: Sequence[bytes], patience: float) -> Generator[bytes, None, None]:
        """The marks of the answers to requests that are put without waiting for each.

        Empty for one that is too large to be known. As `_answers`.
        """
        with contextlib.closing(self._answers(requests, patience)) as answers:
            for request, answer in answers:
                yield self.history.add(request, answer)

    def _answers(
        self, requests: Sequence[bytes], patience: float
    ) -> Generator[tuple[bytes, bytes | None], None, None]:
        """Requests that are put without waiting for each answer, with the answers, in order.

        None for one that is too large. Who hears not all of them ends the worker.

        Args:
            requests: in order; the first ones may have been put ahead.
            patience: seconds that each answer may take.

        Raises Ended, or Killed, where one does not come.
        """
        ahead = len(self._asked)
        with self._ended(patience) as channel:
            assert channel is not None
            with channel.asleep():
                for lot in itertools.islice(lots(requests), ahead, None):
                    if len(self._asked) >= LOTS:
                        yield from self._first_lot(channel, patience)
                    self._asked.append(lot)
                    whole = self._stock.shortened(lot)
                    channel.send_frame([memoryview(whole)], time.monotonic() + patience)
                while self._asked:
                    yield from self._first_lot(channel, patience)

    def _first_lot(self, channel: Channel, patience: float) -> Iterator[tuple[bytes, bytes | None]]:
        """The requests of the first lot that was put, each with its answer."""
        for request in self._asked[0]:
            yield request, channel.whole(MOST_BYTES, time.monotonic() + patience)
        self._asked.popleft()

    def _forget(self) -> None:
        """Drops what was put ahead and not asked for, and a worker that has yet to answer it."""
        if self._told.unread or self._asked:
            self.stop()
        self._told.pairs.clear()

    @contextlib.contextmanager
    def _ended(self, allowance: float) -> Iterator[Channel | None]:
        """What breaks inside ends the worker, and is told as what it means."""
        if self._aborted:
            self.stop()
            raise Died("the check was called off")
        try:
            yield self._channel
        except Deadline:
            self.stop()
            raise TimedOut(allowance) from None
        except Closed:
            raise self._death() from None
        except wire.WireError as error:
            self.stop()
            raise Died(f"sent what is no answer: {error}") from None
        except OverShare:
            self.stop()
            raise
        except (Ended, Killed):
            raise
        except BaseException:  # an interrupt: the rest of this answer would be taken for the next
            self.stop()
            raise

    def _death(self) -> Ended | Fault:
        """Why there is no worker any more: by the submission's doing, or by none of ours."""
        process = self._process
        status = self.stop(0.0 if self._aborted else 1.0)
        if process is not None and process.outside:
            return Killed("a worker was killed from outside", "", "is the machine out of memory?")
        return Died(ending(status))

    def _collect_prints(self) -> None:
        if self._prints is None:
            return
        if self._channel is not None:
            self._channel.drain()
        text = self._prints.take()
        if text:
            self._printed.append(text)
