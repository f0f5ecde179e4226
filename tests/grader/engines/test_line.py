"""Messages over a line, in whatever pieces they arrive."""

from __future__ import annotations

import socket
import struct
import threading

import pytest

from grader.engines.line import Closed, Line


@pytest.fixture
def pair() -> tuple[socket.socket, Line]:
    ours, theirs = socket.socketpair()
    return theirs, Line(ours)


def test_messages_of_any_length_arrive_whole_and_in_order(pair: tuple[socket.socket, Line]) -> None:
    theirs, line = pair
    other = Line(theirs)
    messages = [{"n": n, "text": "\u20ac\ud800\0" * n} for n in (0, 1, 300_000, 2)]
    thread = threading.Thread(target=lambda: [other.send(message) for message in messages])
    thread.start()
    assert [line.receive() for _ in messages] == messages
    thread.join()
    line.close()
    other.close()


def test_a_message_in_small_pieces_has_arrived_when_its_last_one_has(
    pair: tuple[socket.socket, Line],
) -> None:
    theirs, line = pair
    data = struct.pack("!I", 8) + b'{"a": 1}'
    for number, byte in enumerate(data):
        theirs.sendall(bytes([byte]))
        found = line.arrived()
        assert found == ({"a": 1} if number == len(data) - 1 else None)
    line.close()
    theirs.close()


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"\xff\xff\xff\xff"])
def test_an_end_or_nonsense_closes_the_line(pair: tuple[socket.socket, Line], data: bytes) -> None:
    theirs, line = pair
    theirs.sendall(data)
    theirs.close()
    with pytest.raises(Closed):
        line.receive()
    with pytest.raises(Closed):
        line.send({})
    line.close()
