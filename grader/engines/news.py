"""What one process of a pool has learned of an exercise, as JSON for the others.

A mistake that one of them has explained is then known to all of them.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable

from grader.engines.line import Message
from grader.render.records import plain, read
from grader.suite.outcome import Outcome
from grader.suite.trails import Trail
from grader.worker.script import History


def told(trail: Trail) -> Message:
    """A way on which a submission came to fail, to be sent."""
    history = trail.history
    return {
        "requests": [b64encode(request).decode("ascii") for request in history.requests],
        "marks": [mark.hex() for mark in history.marks],
        "exact": [[place, mark.hex()] for place, mark in history.exact.items()],
        "first": history.first,
        "lines": trail.lines,
        "outcomes": [plain(outcome) for outcome in trail.outcomes],
        "notes": trail.notes,
        "gist": trail.gist.hex(),
    }


def heard(messages: Iterable[Message]) -> list[Trail]:
    """The ways that others have `told` of."""
    return [_trail(message) for message in messages]


def _trail(message: Message) -> Trail:
    history = History(
        requests=[b64decode(request) for request in message["requests"]],
        marks=[bytes.fromhex(mark) for mark in message["marks"]],
        exact={place: bytes.fromhex(mark) for place, mark in message["exact"]},
        first=message["first"],
    )
    return Trail(
        history,
        tuple((number, line) for number, line in message["lines"]),
        tuple(read(Outcome, outcome, "an outcome") for outcome in message["outcomes"]),
        tuple(message["notes"]),
        bytes.fromhex(message["gist"]),
    )
