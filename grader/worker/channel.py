"""Frames over a socket, each with one deadline; both sides use it. Imports wire only.

While the trusted side waits, it keeps the worker's prints flowing (`Prints`): a worker that prints
without end blocks on nothing and is cut off by the deadline like any other endless loop.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import struct
import time
from collections.abc import Callable, Iterator

import torch

from grader import wire

_PREFIX = struct.Struct("!4sIQ")
_AT_ONCE = 64  # buffers handed to the kernel in one call
_AHEAD = 64 << 10  # bytes read at once where less is asked for
_HELD = 32 << 10  # bytes of answers that wait while more is asked already
_HELD_FOR = 0.002  # seconds that the first of them waits at most, once the next is there
_KEPT_PRINTS = 64 << 10  # bytes kept of what a submission prints; the rest is counted


class Deadline(Exception):  # noqa: N818 - the name of the thing that passed
    """No whole frame came (or went) before the deadline."""


class Closed(Exception):  # noqa: N818
    """The other side is gone."""


class Prints:
    """What the worker wrote to its standard output and error, capped.

    Args:
        descriptor: the reading end of the pipe; owned and closed here.
    """

    def __init__(self, descriptor: int) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self._kept = bytearray()
        self.dropped = 0

    def drain(self) -> bool:
        """Takes what is there; False once the other end is closed."""
        for _ in range(64):  # at most 4 MiB a turn, so that a flood cannot hold the reader
            try:
                data = os.read(self.descriptor, 1 << 16)
            except BlockingIOError:
                return True
            if not data:
                return False
            room = _KEPT_PRINTS - len(self._kept)
            self._kept += data[:room]
            self.dropped += max(0, len(data) - room)
        return True

    def take(self) -> str:
        """What came since the last time, undecodable bytes as escapes."""
        text = self._kept.decode("utf-8", "backslashreplace")
        if self.dropped:
            text += f"\n[{self.dropped} more bytes]\n"
        self._kept.clear()
        self.dropped = 0
        return text

    def close(self) -> None:
        """Closes the pipe."""
        with contextlib.suppress(OSError):
            os.close(self.descriptor)


def frame(header: wire.Header, encoder: wire.Encoder) -> list[memoryview]:
    """A frame in pieces: the prefix with the header, then each tensor's memory.

    Raises WireError where the header is too long.
    """
    header["tensors"] = encoder.tensors
    text = wire.dumps(header)
    if len(text) > wire.MAX_HEADER:
        raise wire.WireError(f"a header of {len(text)} bytes")
    payload = sum(len(buffer) for buffer in encoder.buffers)
    prefix = _PREFIX.pack(wire.MAGIC, len(text), payload)
    return [memoryview(prefix + text), *encoder.buffers]


def opened(whole: bytes, dense: bool = False) -> tuple[wire.Header, list[torch.Tensor]]:
    """What is in a frame that was taken whole; raises WireError as `Channel.receive` does."""
    rest = memoryview(whole)

    def fill(view: memoryview) -> None:
        nonlocal rest
        if len(view) > len(rest):
            raise wire.WireError("a frame that ends too early")
        view[:] = rest[: len(view)]
        rest = rest[len(view) :]

    return _received(fill, dense)


def _received(
    fill: Callable[[memoryview], None], dense: bool
) -> tuple[wire.Header, list[torch.Tensor]]:
    """The header and the finished tensors of the frame whose bytes ``fill`` gives."""
    prefix = bytearray(_PREFIX.size)
    fill(memoryview(prefix))
    magic, size, payload = _PREFIX.unpack(prefix)
    if magic != wire.MAGIC or size > wire.MAX_HEADER or payload > wire.MAX_PAYLOAD:
        raise wire.WireError("no frame of this protocol")
    text = bytearray(size)
    fill(memoryview(text))
    header = wire.loads(text)
    entries = header.get("tensors")
    if not isinstance(entries, list) or len(entries) > wire.MAX_TENSORS:
        raise wire.WireError("no list of tensors, or one too long")
    tensors = []
    for entry in entries:
        storage, count = wire.allocate(entry, payload, dense)
        payload -= count
        if count:
            fill(wire.memory_of(storage))
        tensors.append(wire.finish(storage, entry))
    if payload:
        raise wire.WireError(f"{payload} bytes that belong to no tensor")
    return header, tensors


class Channel:
    """One end of the wire.

    Args:
        sock: a connected stream socket; owned and closed here.
        prints: drained while this side waits.
        dense: whether what comes may have no strides, as answers have none.
        awake: seconds that this side looks for more before it sleeps: to be woken takes 0.1 ms,
            and several where the core has gone to sleep too.
    """

    def __init__(
        self,
        sock: socket.socket,
        prints: Prints | None = None,
        dense: bool = False,
        awake: float = 0.0,
    ) -> None:
        sock.setblocking(False)
        self._dense = dense
        self._awake = awake
        self._sock = sock
        self._prints = prints
        self._poll = select.poll()
        self._poll.register(sock, 0)
        # Windows has no sendmsg.
        self._write = getattr(sock, "sendmsg", lambda buffers: sock.send(buffers[0]))
        self._buffer = memoryview(bytearray(_AHEAD))
        self._ahead = self._buffer[:0]  # read, but not yet asked for
        self._held = bytearray()  # answers to be sent before anything is waited for
        self._held_since = 0.0
        self._printing = prints is not None
        # Called while this side waits; gives the seconds until it wants to be called again.
        self.watch: Callable[[], float] | None = None
        if prints is not None:
            self._poll.register(prints.descriptor, select.POLLIN)

    def send(self, header: wire.Header, encoder: wire.Encoder, deadline: float | None) -> None:
        """Sends one frame.

        Raises:
            Deadline: the other side did not take it in time.
            Closed: there is no other side any more.
        """
        self.send_frame(frame(header, encoder), deadline)

    def answer(self, header: wire.Header, encoder: wire.Encoder) -> None:
        """Sends one frame, before this side waits for anything: where more has been asked already,
        a few go together, for to wake the other side costs more than to work out an answer.

        Raises Closed as `send` does.
        """
        buffers = frame(header, encoder)
        if not self._held:
            self._held_since = time.monotonic()
        if sum(map(len, buffers)) > _HELD:
            self._release()
            self.send_frame(buffers, None)
            return
        self._held += b"".join(buffers)  # now: the next request may change what they point at
        if len(self._held) > _HELD or time.monotonic() - self._held_since > _HELD_FOR:
            self._release()

    def _release(self) -> None:
        if self._held:
            held, self._held = self._held, bytearray()
            self.send_frame([memoryview(held)], None)

    def send_frame(self, buffers: list[memoryview], deadline: float | None) -> None:
        """Sends a frame in as few calls as the socket takes: each wakes the other side.

        The list is emptied. Raises as `send` does.
        """
        while buffers:
            try:
                sent = self._write(buffers[:_AT_ONCE])
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
                continue
            except OSError:
                raise Closed from None
            while buffers and sent >= len(buffers[0]):
                sent -= len(buffers.pop(0))
            if sent:
                buffers[0] = buffers[0][sent:]

    def receive(self, deadline: float | None) -> tuple[wire.Header, list[torch.Tensor]]:
        """The next frame: its header and its finished tensors.

        Raises:
            Deadline: it was not whole in time.
            Closed: the other side went away first.
            wire.WireError: it breaks the format.
        """
        return _received(lambda view: self._fill(view, deadline), self._dense)

    def whole(self, most: int, deadline: float | None) -> bytes | None:
        """The next frame as it came, for `opened`; None for one of more than ``most`` bytes.

        That one is still there for `receive`. Raises Deadline and Closed as it does.
        """
        if len(self._ahead) >= _PREFIX.size:  # of many answers that came together
            magic, size, payload = _PREFIX.unpack_from(self._ahead)
            end = _PREFIX.size + size + payload
            if magic == wire.MAGIC and end <= len(self._ahead) and size + payload <= most:
                found, self._ahead = bytes(self._ahead[:end]), self._ahead[end:]
                return found
        prefix = bytearray(_PREFIX.size)
        self._fill(memoryview(prefix), deadline)
        magic, size, payload = _PREFIX.unpack(prefix)
        if magic != wire.MAGIC or size + payload > most:
            self._ahead = memoryview(bytes(prefix) + bytes(self._ahead))
            return None
        data = prefix + bytearray(size + payload)
        self._fill(memoryview(data)[_PREFIX.size :], deadline)
        return bytes(data)

    def _fill(self, view: memoryview, deadline: float | None) -> None:
        """Fills the view; what is small comes through a buffer, so that a frame is one read."""
        done = 0
        while done < len(view):
            if self._ahead:
                count = min(len(self._ahead), len(view) - done)
                view[done : done + count] = self._ahead[:count]
                self._ahead = self._ahead[count:]
                done += count
            elif len(view) - done >= len(self._buffer):
                done += self._read(view[done:], deadline)
            else:
                self._ahead = self._buffer[: self._read(self._buffer, deadline)]

    def _read(self, view: memoryview, deadline: float | None) -> int:
        """Reads some bytes, at least one."""
        asleep = 0.0
        while True:
            if deadline is not None and time.monotonic() > deadline:
                raise Deadline  # a sender that is always ready is never waited for
            try:
                count = self._sock.recv_into(view)
            except BlockingIOError:
                now = time.monotonic()
                asleep = asleep or now + self._awake
                if self._held:
                    self._release()
                elif now < asleep:
                    os.sched_yield()
                else:
                    self._wait(select.POLLIN, deadline)
                continue
            except OSError:
                raise Closed from None
            if not count:
                raise Closed
            return count

    def _wait(self, events: int, deadline: float | None) -> None:
        """Returns when the socket is ready; drains the prints meanwhile."""
        self._poll.modify(self._sock, events)
        while True:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise Deadline
            if self.watch is not None:
                pause = self.watch()
                left = pause if left is None else min(left, pause)
            ready = self._poll.poll(None if left is None else max(1, left * 1000))
            if any(descriptor == self._sock.fileno() for descriptor, _ in ready):
                return
            if ready:
                self.drain()

    @contextlib.contextmanager
    def asleep(self) -> Iterator[None]:
        """Inside, this side sleeps as soon as it waits: what comes takes long, or others work."""
        before, self._awake = self._awake, 0.0
        try:
            yield
        finally:
            self._awake = before

    def drain(self) -> None:
        """Takes what the worker has printed so far."""
        if self._prints is not None and self._printing and not self._prints.drain():
            self._printing = False
            self._poll.unregister(self._prints.descriptor)

    def hang_up(self) -> None:
        """Ends the talk for both sides, one that waits included; from any thread."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Closes the socket and the prints' pipe."""
        self._sock.close()
        if self._prints is not None:
            self._prints.close()
