"""What can happen to a learner's work, as records that are added and never changed.

Everything else (status, current exercise, time spent) is derived from these, in `standing`; so the
events of two machines can be put together in any order, twice even, and nothing is lost or doubled.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # not needed to read what was kept, and 10 ms
    from grader.report import Report


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
    SAVED = "saved"  # a version was kept as it was found; the file was not changed


_COLUMNS = (str, float, str, str, str, str, str)  # of a row: id, at, kind, slug, batch, text, data
LATEST = 32503680000.0  # the year 3000; no clock is that wrong
# Events that changed a learner's file; their `text` is the file as it was before.
CHANGES = frozenset({Kind.RESET, Kind.RESTORED, Kind.UPDATED, Kind.UNDONE})


def new_id() -> str:
    """A name that no other machine will give: 32 hex digits."""
    return os.urandom(16).hex()


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
    id: str = field(default_factory=new_id)


# What the data of an event hold, by kind, as far as something is derived from them.
_TYPES: dict[str, dict[str, type]] = {
    Kind.ATTEMPT.value: {
        "passed": bool, "started": bool, "part": bool, "devices": dict, "case": str, "title": str,
        "suite": str,
    },
    Kind.HINT.value: {"number": int},
    Kind.RESTORED.value: {"version": int},
    Kind.UNDONE.value: {"of": str},
}  # fmt: skip


def flaw(kind: str, data: dict[str, Any]) -> str:
    """The name of what does not fit in an event's data; empty when all does."""
    expected = _TYPES.get(kind, {}).items()
    return next((name for name, of in expected if name in data and type(data[name]) is not of), "")


def is_row(row: tuple[object, ...]) -> bool:
    """Whether it is an event as its table should have it: SQLite keeps any type in any column."""
    at = row[1]
    return all(map(isinstance, row, _COLUMNS)) and isinstance(at, float) and 0 <= at <= LATEST


def attempt(report: Report, *, again: bool = False, part: bool = False, batch: str = "") -> Event:
    """The event of a check.

    Its text and its whole report are given to `Progress.add` beside it.

    Args:
        report: of the check.
        again: a repetition of an exercise that was passed before.
        part: only some cases ran, or one seed, so that it passes nothing.
        batch: the same for all checks of one command.
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
            **({"part": True} if part else {}),
        },
        batch=batch,
    )


def _devices(report: Report) -> dict[str, bool]:
    """Each device that ran, and whether all of its cases passed."""
    from grader.report import Verdict

    ran: dict[str, bool] = {}
    for case in report.cases:
        if case.verdict.counts_as_run:
            passed = case.verdict is Verdict.PASSED
            ran[case.device] = ran.get(case.device, True) and passed
    return ran


def _started(report: Report) -> bool:
    """Whether there was anything to run: an untouched stub is no try."""
    from grader.report import Verdict

    return any(case.verdict is not Verdict.MISSING for case in report.cases)
