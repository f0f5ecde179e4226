"""What a case asked a submission, request by request, and the answers that passed it before.

A case follows from its seed and the answers alone. So one whose requests bring, byte for byte, the
answers that passed it before has passed, and need not run; the first answer that is another one
hands over to the case itself, which gets the answers so far without asking again. The submission
is asked the same, one request after the other, in both ways.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from grader import wire
from grader.worker.channel import opened
from grader.worker.ended import Raised

# An answer as it came; how the submission ended; None for one that waits in the line, too large.
Answer = bytes | Exception | None

MOST_BYTES = 1 << 20  # of the requests of one case, and of one answer
SMALL = 4 << 10  # bytes of an answer whose mark is kept
MOST_ANSWERS = 4  # ways to answer a case that are kept
MOST_OF_ALL = 4 << 20  # bytes of the requests of all cases of a submission


@dataclass
class Script:
    """A case that passed: its requests, and an answer's mark to each, for every way to pass."""

    requests: tuple[bytes, ...]
    seconds: float = 0.0  # that the case took
    answers: dict[tuple[bytes, ...], object] = field(default_factory=dict)

    def known(self, marks: Iterable[bytes]) -> tuple[bytes, ...]:
        """The marks of the answers to its requests where they are a way to pass that is kept; else
        empty, and none is taken after the first that none of them has."""
        ways, found = list(self.answers), []
        for number, (_, told) in enumerate(zip(self.requests, marks, strict=False)):
            found.append(told)
            ways = [way for way in ways if way[number] == told]
            if not ways:
                return ()
        return tuple(found)

    def keep(self, marks: tuple[bytes, ...], rest: object) -> None:
        """Keeps a way to answer, with whatever else belongs to it."""
        if len(self.answers) < MOST_ANSWERS:
            self.answers.setdefault(marks, rest)


@dataclass
class History:
    """All that a submission was asked, in order, case after case, and the marks of its answers."""

    requests: list[bytes] = field(default_factory=list)
    marks: list[bytes] = field(default_factory=list)
    whole: bool = True  # it was one worker, and nothing was too large to be kept
    first: int = 0  # requests of the first case that is over
    exact: dict[int, bytes] = field(default_factory=dict)  # marks by place, where they differ
    _bytes: int = 0
    _begun: int = 0  # requests that were put before the case that runs

    def add(self, request: bytes, answer: bytes | None) -> bytes:
        """Keeps a request and its answer's mark; that mark, empty for None: one too large."""
        self._bytes += len(request)
        self.whole = self.whole and answer is not None and self._bytes <= MOST_OF_ALL
        if answer is None:
            return b""
        told, exact = marks(answer)
        if self.whole:
            if exact != told:
                self.exact[len(self.marks)] = exact
            self.requests.append(request)
            self.marks.append(told)
        return told

    def begin(self) -> None:
        """What is added from now on is another case's."""
        self._begun = len(self.requests)
        self.first = self.first or self._begun

    def sharpen(self) -> None:
        """The case that runs does not pass: what it is told differs wherever its answers do."""
        for place, exact in self.exact.items():
            if place >= self._begun:
                self.marks[place] = exact

    def fits(self, place: int, known: bytes) -> bool:
        """Whether the answer at a place has a mark, that of a case that passed or did not."""
        return known in (self.marks[place], self.exact.get(place))


@dataclass(frozen=True)
class Heard:
    """An answer that came before a case asked for it.

    ``seconds``: that it took. ``mark`` and ``exact``: as a case sees it that passes, and in full.
    """

    whole: bytes
    mark: bytes
    exact: bytes
    seconds: float

    @classmethod
    def of(cls, answer: bytes, seconds: float) -> Heard:
        """An answer as it came."""
        return cls(answer, *marks(answer), seconds)

    def fits(self, known: bytes) -> bool:
        """Whether the answer has a mark, that of a case that passed or did not."""
        return known in (self.mark, self.exact)


@dataclass
class Recording:
    """The requests of the case that runs and the marks of their answers, while they are small."""

    requests: list[bytes] = field(default_factory=list)
    marks: list[bytes] = field(default_factory=list)
    room: int = MOST_BYTES

    @property
    def whole(self) -> bool:
        """Whether nothing was too large to be kept."""
        return self.room >= 0

    def ask(self, buffers: list[memoryview]) -> bytes:
        """Keeps a request; as it was kept."""
        self.room -= sum(map(len, buffers))
        if not self.whole:
            return b""
        self.requests.append(b"".join(buffers))
        return self.requests[-1]

    def hear(self, answer: bytes | None) -> None:
        """Keeps an answer's mark; None stands for one that is too large."""
        if answer is None:
            self.room = -1
        elif self.whole:
            self.marks.append(mark(answer))


@dataclass
class Told:
    """Requests that were put to the submission ahead of the case, with what came back."""

    pairs: deque[tuple[bytes, Answer]] = field(default_factory=deque)

    def put(self, request: bytes, answer: Answer) -> None:
        """Keeps a request and what came of it."""
        self.pairs.append((request, answer))

    def next_is(self, buffers: list[memoryview]) -> bool:
        """Whether this request was the next one put."""
        return bool(self.pairs) and self.pairs[0][0] == b"".join(buffers)

    def answer(self, buffers: list[memoryview]) -> list[Answer]:
        """The answer to this request, if it was the next one put."""
        return [self.pairs.popleft()[1]] if self.next_is(buffers) else []

    @property
    def unread(self) -> bool:
        """Whether an answer still waits in the line."""
        return any(answer is None for _, answer in self.pairs)


def mark(answer: bytes) -> bytes:
    """The same for answers that no case can tell apart when it passes."""
    return marks(answer)[0]


def marks(answer: bytes) -> tuple[bytes, bytes]:
    """As `mark`, and the same for the very same answers only."""
    return _marked(answer) if len(answer) <= SMALL else _marked.__wrapped__(answer)


@lru_cache(maxsize=4096)
def _marked(answer: bytes) -> tuple[bytes, bytes]:
    """Kept: a class gives the same answers all the time."""
    seen = _seen(answer)
    told = digest(seen)
    return told, told if seen is answer else digest(answer)


def _seen(answer: bytes) -> bytes:
    """What of an answer a case sees that passes; the answer itself where that is all of it."""
    if b'"raised":{' in answer[:200]:
        # One that is malformed stays as it came: the case itself looks at it, and refuses it.
        with contextlib.suppress(wire.WireError, KeyError, TypeError, AttributeError):
            header, _ = opened(answer, dense=True)
            if header.keys() == {"raised", "id", "tensors"} and not header["tensors"]:
                told = Raised(header["raised"])  # where it was raised changes no pass
                seen = [header["id"], told.kind, told.bases, told.message]
                return repr(seen).encode("utf-8", "backslashreplace")
    return answer


def digest(data: bytes) -> bytes:
    """The same for the same bytes only."""
    return hashlib.blake2b(data, digest_size=16).digest()
