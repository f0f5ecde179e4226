"""Requests that workers are born with: the template reads them once, they are asked by number.

A class is asked the same of every submission, and to read a request with its tensors takes a worker
as long as to answer it. What is asked is no secret from who answers.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import torch

from grader import wire
from grader.worker.channel import frame, opened
from grader.worker.gradients import placed

OPERATION = "stock"  # of a request that stands for some of these
VALUES = {"args", "kwargs", "cotangents"}  # fields of a request that hold some
Request = tuple[wire.Header, list[torch.Tensor]]

_here: list[Request] = []  # in a template, and in the workers that it forks


class Stock:
    """What one worker was born with; it can be asked each of it once, for its tensors are its own.

    Args:
        places: the numbers of each request.
    """

    def __init__(self, places: Mapping[bytes, Sequence[int]]) -> None:
        self._places = places
        self._asked: Counter[bytes] = Counter()

    def shortened(self, requests: Sequence[bytes]) -> bytes:
        """What to send for these requests, to be answered in their order."""
        parts: list[bytes] = []
        numbers: list[int] = []
        for request in requests:
            number = self._number(request)
            if number is not None:
                numbers.append(number)
            else:
                parts += [*_asking(numbers), request]
                numbers = []
        return b"".join([*parts, *_asking(numbers)])

    def _number(self, request: bytes) -> int | None:
        """Of a request that the worker has and was not asked yet."""
        places, asked = self._places.get(request, ()), self._asked[request]
        self._asked[request] += 1
        return places[asked] if asked < len(places) else None


def places(requests: Sequence[bytes]) -> dict[bytes, list[int]]:
    """The numbers of each of these requests, for `Stock`."""
    found: dict[bytes, list[int]] = {}
    for number, request in enumerate(requests):
        found.setdefault(request, []).append(number)
    return found


def laid_down(requests: Sequence[bytes]) -> int:
    """A descriptor of memory that holds these requests, for `take_up` in another process."""
    descriptor = os.memfd_create("requests")
    with os.fdopen(os.dup(descriptor), "wb") as memory:
        memory.write(b"".join(requests))
    return descriptor


def take_up(descriptor: int, sizes: Sequence[int]) -> None:
    """Makes these requests the stock of this process and its forks, in place of what it had."""
    with os.fdopen(descriptor, "rb") as memory:
        memory.seek(0)
        data = memory.read()
    _here.clear()
    start = 0
    for size in sizes:
        _here.append(_read(data[start : start + size]))
        start += size


def _read(request: bytes) -> Request:
    """A request, and its values as far as they are those of every worker."""
    header, tensors = opened(request)
    if all(note.device == "cpu" for note in map(wire.note_of, tensors) if note):
        tensors = list(map(placed, tensors))
        decoder = wire.Decoder(tensors)
        for name in VALUES & header.keys():
            with contextlib.suppress(wire.WireError):  # something that is in the worker alone
                header[name] = wire.Decoded(decoder.decode(header[name]))
    return header, tensors


def taken(header: wire.Header) -> Iterator[Request]:
    """The requests that one stands for."""
    return (_here[number] for number in header["numbers"])


def _asking(numbers: list[int]) -> list[bytes]:
    """The request that stands for some, in order; none for none."""
    if not numbers:
        return []
    return [b"".join(frame({"op": OPERATION, "numbers": numbers}, wire.Encoder()))]
