"""The line between an engine and its processes: JSON messages of any length, both ends trusted."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

Message = dict[str, Any]
_HEAD = struct.Struct("!I")
_MOST = 1 << 28  # bytes; more is a message that lost its beginning


class Closed(Exception):  # noqa: N818 - the end of a line, not an error
    """The other end is gone."""


class Line:
    """One end of a stream socket that carries messages.

    Args:
        sock: connected, blocking.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._held = b""

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self._sock.fileno()

    def send(self, message: Message) -> None:
        """Sends a message whole; raises Closed when nobody is there to take it."""
        data = json.dumps(message).encode("ascii")
        try:
            self._sock.sendall(_HEAD.pack(len(data)) + data)
        except OSError:
            raise Closed from None

    def receive(self) -> Message:
        """The next message; waits for it. Raises Closed at the end."""
        while True:
            message = self._next()
            if message is not None:
                return message
            self._fill()

    def arrived(self) -> Message | None:
        """The message that has come in, None while it is not whole; to call when data is there."""
        self._fill()
        return self._next()

    def _fill(self) -> None:
        try:
            data = self._sock.recv(1 << 18)
        except OSError:
            raise Closed from None
        if not data:
            raise Closed
        self._held += data

    def _next(self) -> Message | None:
        if len(self._held) < _HEAD.size:
            return None
        (length,) = _HEAD.unpack_from(self._held)
        if length > _MOST:
            raise Closed
        end = _HEAD.size + length
        if len(self._held) < end:
            return None
        data, self._held = self._held[_HEAD.size : end], self._held[end:]
        message: Message = json.loads(data)
        return message

    def close(self) -> None:
        """Closes this end."""
        self._sock.close()
