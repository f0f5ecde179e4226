"""Messages between the process at the terminal and the one that grades: length-prefixed JSON.

Both ends are ours and trusted; what comes from a worker has been read and bounded before.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

Message = dict[str, Any]
_PREFIX = struct.Struct("!Q")


class Line:
    """One end of the line.

    Args:
        sock: a connected stream socket; owned and closed here.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._kept = bytearray()

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self._sock.fileno()

    def send(self, message: Message) -> None:
        """Sends a message; OSError when the other side is gone."""
        data = json.dumps(message).encode()
        self._sock.sendall(_PREFIX.pack(len(data)) + data)

    def receive(self) -> list[Message]:
        """Waits for bytes, then all messages that are whole; EOFError when the line was closed."""
        try:
            data = self._sock.recv(1 << 20)
        except ConnectionError:
            raise EOFError from None
        if not data:
            raise EOFError
        self._kept += data
        messages = []
        while (message := self._next()) is not None:
            messages.append(message)
        return messages

    def _next(self) -> Message | None:
        if len(self._kept) < _PREFIX.size:
            return None
        (size,) = _PREFIX.unpack_from(self._kept)
        end = _PREFIX.size + size
        if len(self._kept) < end:
            return None
        message: Message = json.loads(self._kept[_PREFIX.size : end])
        del self._kept[:end]
        return message

    def close(self) -> None:
        """Closes this end."""
        self._sock.close()
