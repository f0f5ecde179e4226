"""Messages arrive whole, however the bytes come."""

from __future__ import annotations

import socket
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.watch.line import Line

MESSAGES = st.lists(
    st.dictionaries(st.text(max_size=5), st.text(max_size=50) | st.integers(), max_size=3),
    min_size=1, max_size=4,
)  # fmt: skip


@given(MESSAGES, st.integers(1, 40))
def test_messages_arrive_as_they_were_sent_in_any_pieces(messages: list[dict], size: int) -> None:
    ours, theirs = socket.socketpair()
    between, far = socket.socketpair()
    sender, receiver = Line(ours), Line(far)
    for message in messages:
        sender.send(message)
    ours.shutdown(socket.SHUT_WR)
    found = []
    while data := theirs.recv(size):
        between.sendall(data)
        found += receiver.receive()
    assert found == messages
    for end in (ours, theirs, between, far):
        end.close()


def test_a_line_that_was_closed_says_so() -> None:
    ours, theirs = socket.socketpair()
    line = Line(ours)
    theirs.sendall(struct.pack("!Q", 100) + b"{")  # half a message
    assert line.receive() == []
    theirs.close()
    with pytest.raises(EOFError):
        line.receive()
    line.close()
