"""The pieces still to be graded, one by one, taken from the chunks only as they are needed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.engines.base import Chunk, Piece

MOST_HELD = 64  # chunks that may wait for an accelerator while others are taken


@dataclass
class Ticket:
    """One piece on its way: how often a process died with it, and which slot on a GPU it has."""

    chunk: Chunk
    piece: Piece
    deaths: int = 0
    slot: int = 0

    @property
    def accelerated(self) -> bool:
        """Whether it needs one of the few slots of an accelerator."""
        return self.chunk.device != "cpu"


class Queue:
    """Hands out pieces.

    Args:
        chunks: read lazily.
    """

    def __init__(self, chunks: Iterable[Chunk]) -> None:
        self._chunks = iter(chunks)
        self._again: deque[Ticket] = deque()
        self._ready: deque[Ticket] = deque()
        self._waiting: deque[Chunk] = deque()
        self._ended = False

    def take(self, accelerator_free: bool) -> Ticket | None:
        """The next piece that can be graded now; None where there is none at present."""
        for tickets in (self._again, self._ready):
            for ticket in tickets:
                if accelerator_free or not ticket.accelerated:
                    tickets.remove(ticket)
                    return ticket
        if accelerator_free and self._waiting:
            self._ready.extend(_tickets(self._waiting.popleft()))
            return self.take(accelerator_free)
        while not self._ended and len(self._waiting) < MOST_HELD:
            chunk = next(self._chunks, None)
            if chunk is None:
                self._ended = True
            elif accelerator_free or chunk.device == "cpu":
                self._ready.extend(_tickets(chunk))
                return self.take(accelerator_free)
            else:
                self._waiting.append(chunk)
        return None

    def put_back(self, ticket: Ticket) -> None:
        """A piece whose process died: it is the next to be taken."""
        self._again.append(ticket)

    @property
    def exhausted(self) -> bool:
        """Whether nothing is left to be handed out."""
        return self._ended and not (self._again or self._ready or self._waiting)


def _tickets(chunk: Chunk) -> Iterator[Ticket]:
    return (Ticket(chunk, piece) for piece in chunk.pieces)
