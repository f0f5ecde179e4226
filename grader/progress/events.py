"""What can happen to a learner's work, as records that are added and never changed.

Everything else (status, current exercise, time spent) is derived from these, in `standing`; so the
events of two machines can be put together in any order, twice even, and nothing is lost or doubled.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from grader.report import Report, Verdict


class Kind(str, Enum):
    """What an event records."""

    ATTEMPT = "attempt"  # a check; data as made by `attempt`
    HINT = "hint"  # data: {"number": 2}
    REVEALED = "revealed"  # the solution was shown before a pass
    SKIPPED = "skipped"  # left for later
    GOTO = "goto"  # the learner went to this exercise
    RESET = "reset"  # the file became the stub again
    RESTORED = "restored"  # the file became an earlier version again; data: {"version": 2}
    UPDATED = "updated"  # a newer course replaced the untouched stub
    UNDONE = "undone"  # a change was taken back; data: {"of": event id}


# Events that changed a learner's file; their `text` is the file as it was before.
CHANGES = frozenset({Kind.RESET, Kind.RESTORED, Kind.UPDATED, Kind.UNDONE})


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    ``at``: seconds since 1970, UTC. ``text``: digest of the version of the learner's file that
    belongs to it, empty for none. ``data``: plain JSON, by kind. ``batch``: the same for events of
    one command (``reset --all``).
    """

    kind: Kind
    slug: str
    data: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    batch: str = ""
    at: float = field(default_factory=time.time)
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


def attempt(report: Report, *, again: bool = False) -> Event:
    """The event of a check; ``again``: a repetition of an exercise that was passed before.

    Its text and its whole report are given to `Progress.add` beside it.
    """
    failed = report.first_failure
    return Event(
        Kind.ATTEMPT,
        report.exercise,
        {
            "passed": report.passed,
            "points": report.points,
            "possible": report.possible,
            "devices": _devices(report),
            "suite": report.suite,
            "seconds": round(report.seconds, 3),
            "case": failed.id if failed else "",
            "title": failed.title if failed else "",
            "verdict": failed.verdict.value if failed else "",
            "started": _started(report),
            **({"again": True} if again else {}),
        },
    )


def _devices(report: Report) -> dict[str, bool]:
    """Each device that ran, and whether all of its cases passed."""
    ran: dict[str, bool] = {}
    for case in report.cases:
        if case.verdict.counts_as_run:
            passed = case.verdict is Verdict.PASSED
            ran[case.device] = ran.get(case.device, True) and passed
    return ran


def _started(report: Report) -> bool:
    """Whether there was anything to run: an untouched stub is no try."""
    return any(case.verdict is not Verdict.MISSING for case in report.cases)
