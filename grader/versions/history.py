"""The versions of a learner's file: every text that was checked or kept, numbered as they came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.errors import UsageError
from grader.progress.events import Event, Kind

_WORDS = {
    Kind.RESET: "before a reset",
    Kind.RESTORED: "before a restore",
    Kind.UPDATED: "before an update",
    Kind.UNDONE: "before an undo",
    Kind.SAVED: "kept as it was",
}


@dataclass(frozen=True)
class Version:
    """One text that was in the file.

    ``number``: 1 for the first that was kept; a text that came back keeps its number. ``at``: when
    it was last seen, seconds since 1970. ``outcome``: what came of it, in words.
    """

    number: int
    digest: str
    at: float
    outcome: str
    passed: bool = False


def versions(events: Iterable[Event]) -> list[Version]:
    """The versions that the events of one exercise, in order of time, speak of."""
    seen: dict[str, list[Event]] = {}
    for event in events:
        if event.text:
            seen.setdefault(event.text, []).append(event)
    return [
        Version(number, digest, of[-1].at, _outcome(of), any(map(_passed, of)))
        for number, (digest, of) in enumerate(seen.items(), 1)
    ]


def version(events: Iterable[Event], number: int, name: str) -> Version:
    """The version of that number.

    Args:
        events: of the exercise, in order of time.
        number: as `versions` counts.
        name: of the exercise, for the message.

    Raises UsageError, with the numbers that there are.
    """
    found = versions(events)
    if 1 <= number <= len(found):
        return found[number - 1]
    there = f"there are @1 to @{len(found)}" if found else "nothing was checked or kept yet"
    raise UsageError(f"{name} has no version @{number}", there, f"learn history {name[:2]}")


def number_of(events: Iterable[Event], digest: str) -> int:
    """The number of the version with that digest; 0 where there is none."""
    return next((v.number for v in versions(events) if v.digest == digest), 0)


def split(text: str) -> tuple[str, int | None]:
    """The name and the version's number of ``03@2``, ``@2`` or ``03``.

    Raises UsageError when what follows the @ is no number.
    """
    name, at, number = text.partition("@")
    if not at:
        return name, None
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        raise UsageError(
            f"{text!r} names no version",
            f"behind the @ stands {number!r}, no number" if number else "no number follows the @",
            "learn history 03    shows them: 03@1, 03@2, ...",
        )
    return name, int(number)


def _passed(event: Event) -> bool:
    return event.kind is Kind.ATTEMPT and bool(event.data.get("passed"))


def _outcome(events: list[Event]) -> str:
    """What came of a text: its last check first, then what it was kept for."""
    checks = [event for event in events if event.kind is Kind.ATTEMPT]
    words = [_check(checks[-1])] if checks else []
    words += [_WORDS[event.kind] for event in events if event.kind in _WORDS]
    return "; ".join(dict.fromkeys(words))


def _check(event: Event) -> str:
    data = event.data
    if data.get("passed"):
        return "passed"
    if not data.get("started", True):
        return "nothing could be run"
    points = f"{data.get('points', 0):g} of {data.get('possible', 0):g} points"
    title = str(data.get("title", ""))
    return f"{points}, not {title!r}" if title else points
