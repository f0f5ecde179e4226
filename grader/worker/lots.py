"""Requests that are put together, so that neither side waits for the other one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

LOT = 16 << 10  # bytes of requests put at once
LOTS = 2  # that are on their way before an answer is waited for


def lots(requests: Sequence[bytes]) -> Iterator[list[bytes]]:
    """The requests in lots that the line takes at once."""
    lot: list[bytes] = []
    for request in requests:
        if lot and sum(map(len, lot)) + len(request) > LOT:
            yield lot
            lot = []
        lot.append(request)
    if lot:
        yield lot
