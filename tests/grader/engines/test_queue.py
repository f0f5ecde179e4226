"""Pieces handed out one by one."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from grader.engines.base import Chunk, Piece
from grader.engines.queue import MOST_HELD, Queue


def chunks(*devices: str, size: int = 2) -> list[Chunk]:
    return [
        Chunk("e", device, tuple(Piece(f"{number}.{n}", "") for n in range(size)))
        for number, device in enumerate(devices)
    ]


def names(queue: Queue, free: bool = True) -> list[str]:
    return [t.piece.digest for t in iter(lambda: queue.take(free), None)]


def test_pieces_come_in_order_and_chunks_are_read_only_as_they_are_needed() -> None:
    read: list[int] = []

    def lazily() -> Iterator[Chunk]:
        for number, chunk in enumerate(chunks("cpu", "cpu", "cpu")):
            read.append(number)
            yield chunk

    queue = Queue(lazily())
    assert [queue.take(True).piece.digest for _ in range(3)] == ["0.0", "0.1", "1.0"]
    assert read == [0, 1]
    assert not queue.exhausted
    assert names(queue) == ["1.1", "2.0", "2.1"]
    assert queue.exhausted


def test_a_piece_that_is_put_back_is_the_next() -> None:
    queue = Queue(chunks("cpu"))
    first = queue.take(True)
    queue.put_back(first)
    assert names(queue) == ["0.0", "0.1"]


def test_pieces_for_an_accelerator_wait_while_others_are_taken() -> None:
    queue = Queue(chunks("cuda", "cpu", "cuda", "cpu", size=1))
    assert names(queue, free=False) == ["1.0", "3.0"]
    assert not queue.exhausted
    assert names(queue, free=True) == ["0.0", "2.0"]
    assert queue.exhausted


def test_only_so_many_chunks_wait_in_memory() -> None:
    read: list[int] = []

    def endless() -> Iterator[Chunk]:
        while True:
            read.append(1)
            yield Chunk("e", "cuda", (Piece("d", ""),))

    assert Queue(endless()).take(False) is None
    assert len(read) == MOST_HELD


@given(
    st.lists(st.sampled_from(["cpu", "cuda"]), max_size=12), st.lists(st.booleans(), max_size=40)
)
def test_every_piece_is_handed_out_once_in_any_course_of_things(
    devices: list[str], frees: list[bool]
) -> None:
    queue = Queue(chunks(*devices))
    taken = [ticket for free in frees if (ticket := queue.take(free))]
    for ticket in taken[::3]:
        queue.put_back(ticket)
    kept = [t for n, t in enumerate(taken) if n % 3]
    rest = list(iter(lambda: queue.take(True), None))
    found = sorted(t.piece.digest for t in (*kept, *rest))
    assert found == sorted(p.digest for c in chunks(*devices) for p in c.pieces)
    assert queue.exhausted
