"""Frames over a socket: one deadline each, prints drained meanwhile, a gone side told at once."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import torch

from grader import wire
from grader.worker.channel import Channel, Closed, Deadline, Prints


@pytest.fixture(params=[0.0, 0.0005, 60.0], ids=["sleeps", "falls asleep", "stays awake"])
def line(request: pytest.FixtureRequest) -> Iterator[tuple[Channel, socket.socket]]:
    """A channel and the socket at its other end."""
    one, two = socket.socketpair()
    channel = Channel(one, awake=request.param)
    yield channel, two
    channel.close()
    two.close()


def late() -> float:
    return time.monotonic() + 0.05


def soon() -> float:
    return time.monotonic() + 20


def test_a_silent_side_runs_into_the_deadline(line: tuple[Channel, socket.socket]) -> None:
    with pytest.raises(Deadline):
        line[0].receive(late())


def test_half_a_frame_runs_into_the_same_deadline(line: tuple[Channel, socket.socket]) -> None:
    channel, other = line
    other.send(b"LRN1\0\0")
    with pytest.raises(Deadline):
        channel.receive(late())


def test_a_drop_at_a_time_does_not_move_the_deadline(line: tuple[Channel, socket.socket]) -> None:
    channel, other = line
    ended = threading.Event()

    def drip() -> None:
        while not ended.wait(0.005):
            other.send(b"L")

    dripping = threading.Thread(target=drip)
    other.send(b"LRN1\0\0\xff\xff" + bytes(8))  # a header of 64 KiB is to come
    dripping.start()
    try:
        with pytest.raises(Deadline):
            channel.receive(late())
    finally:
        ended.set()
        dripping.join()


def test_a_side_that_does_not_read_runs_into_the_deadline(
    line: tuple[Channel, socket.socket],
) -> None:
    encoder = wire.Encoder()
    node = encoder.encode(torch.zeros(1 << 20))
    with pytest.raises(Deadline):
        line[0].send({"value": node}, encoder, late())


def test_a_side_that_is_gone_is_told_to_who_reads_and_who_writes(
    line: tuple[Channel, socket.socket],
) -> None:
    channel, other = line
    other.close()
    with pytest.raises(Closed):
        channel.receive(soon())
    with pytest.raises(Closed):
        for _ in range(3):
            channel.send({}, wire.Encoder(), soon())


def test_a_frame_larger_than_any_buffer_arrives_whole(line: tuple[Channel, socket.socket]) -> None:
    channel, other = line
    far = Channel(other)
    x = torch.arange(1 << 20)
    encoder = wire.Encoder()
    header = {"value": encoder.encode(x)}
    sending = threading.Thread(target=channel.send, args=(header, encoder, soon()))
    sending.start()
    header, tensors = far.receive(soon())
    sending.join()
    assert torch.equal(wire.Decoder(tensors).decode(header["value"]), x)


def test_a_header_beyond_the_limit_is_not_sent(line: tuple[Channel, socket.socket]) -> None:
    with pytest.raises(wire.WireError, match="a header of"):
        line[0].send({"text": "x" * (wire.MAX_HEADER + 1)}, wire.Encoder(), soon())


# --------------------------------------------------------------------------- prints


@pytest.fixture
def prints() -> Iterator[tuple[Prints, int]]:
    """Prints and the end that a worker writes to."""
    reading, writing = os.pipe()
    made = Prints(reading)
    yield made, writing
    made.close()
    os.close(writing)


def test_prints_are_taken_once_with_odd_bytes_as_escapes(prints: tuple[Prints, int]) -> None:
    made, writing = prints
    os.write(writing, b"one \xff\n")
    assert made.drain()
    assert made.take() == "one \\xff\n"
    assert made.take() == ""


def test_prints_are_capped_and_the_rest_is_counted(prints: tuple[Prints, int]) -> None:
    made, writing = prints
    for _ in range(40):
        os.write(writing, b"x" * 4096)
        made.drain()
    text = made.take()
    assert text.startswith("x" * 65536 + "\n")
    assert text.endswith(f"[{40 * 4096 - 65536} more bytes]\n")
    os.write(writing, b"after")
    made.drain()
    assert made.take() == "after"


def test_prints_tell_when_the_worker_has_closed_them() -> None:
    reading, writing = os.pipe()
    made = Prints(reading)
    os.write(writing, b"last words")
    os.close(writing)
    assert not made.drain()
    assert made.take() == "last words"
    made.close()
    made.close()  # once more does no harm


def test_a_flood_of_prints_neither_blocks_the_worker_nor_moves_the_deadline() -> None:
    one, two = socket.socketpair()
    reading, writing = os.pipe()
    made = Prints(reading)
    channel = Channel(one, made)
    written = 0

    def flood() -> None:
        nonlocal written
        while True:
            try:
                written += os.write(writing, b"y" * 65536)
            except OSError:
                return

    flooding = threading.Thread(target=flood)
    flooding.start()
    try:
        with pytest.raises(Deadline):
            channel.receive(time.monotonic() + 0.2)
        assert written > 65536 * 2  # more than the pipe holds
    finally:
        channel.close()
        flooding.join()
        os.close(writing)
        two.close()


def test_a_worker_that_closes_its_prints_can_still_answer() -> None:
    one, two = socket.socketpair()
    reading, writing = os.pipe()
    channel, far = Channel(one, Prints(reading)), Channel(two)
    os.close(writing)
    answer = threading.Timer(0.1, far.send, ({"value": 1}, wire.Encoder(), None))
    answer.start()
    assert channel.receive(soon())[0]["value"] == 1
    answer.join()
    channel.close()
    far.close()


def told(channel: Channel, x: torch.Tensor) -> None:
    encoder = wire.Encoder()
    channel.answer({"value": encoder.encode(x)}, encoder)


def test_answers_wait_while_more_is_asked_and_go_before_this_side_waits() -> None:
    one, two = socket.socketpair()
    worker, asking = Channel(one), Channel(two)
    try:
        for number in range(3):
            asking.send({"id": number}, wire.Encoder(), soon())
        x = torch.zeros(2)
        for number in range(3):
            assert worker.receive(soon())[0]["id"] == number
            x += 1
            told(worker, x)  # the next request changes it
        with pytest.raises(Deadline):
            worker.receive(late())
        values = [asking.receive(soon())[1][0].tolist() for _ in range(3)]
        assert values == [[1.0] * 2, [2.0] * 2, [3.0] * 2]
    finally:
        worker.close()
        asking.close()


def test_a_large_answer_keeps_its_place_behind_a_small_one() -> None:
    one, two = socket.socketpair()
    worker, asking = Channel(one), Channel(two)
    try:
        large = threading.Thread(target=lambda: [told(worker, torch.ones(n)) for n in (2, 99_999)])
        large.start()
        assert [len(asking.receive(soon())[1][0]) for _ in range(2)] == [2, 99_999]
        large.join()
    finally:
        worker.close()
        asking.close()


def test_the_first_answer_that_waits_does_not_wait_for_long() -> None:
    one, two = socket.socketpair()
    worker, asking = Channel(one), Channel(two)
    answering = threading.Event()

    def answer_on() -> None:
        while not answering.wait(0.001):
            told(worker, torch.ones(1))

    thread = threading.Thread(target=answer_on)
    thread.start()  # as if more were asked all the time
    try:
        assert asking.receive(soon())[1][0].tolist() == [1.0]
    finally:
        answering.set()
        thread.join()
        worker.close()
        asking.close()
