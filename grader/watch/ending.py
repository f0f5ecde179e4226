"""The last words: what is left for a learner who has done every exercise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.catalog import Course, Exercise
from grader.progress.standing import Standing, Status
from grader.render.layout import counted

MOST = 6  # exercises named in one line
HARD = 4  # attempts from which on an exercise is worth repeating

Pairs = Sequence[tuple[Exercise, Standing]]


def final_words(course: Course, known: Mapping[str, Standing]) -> str:
    """What is left: exercises not passed, devices not run, what to check again or repeat.

    Opens the suites, for the devices that each one declares.
    """
    pairs = [(e, known.get(e.slug, Standing(e.slug))) for e in course.exercises]
    passed = sum(standing.status is Status.PASSED for _, standing in pairs)
    head = f"{passed} of {counted(len(pairs), 'exercise')} passed"
    if passed == len(pairs):
        head = f"all {counted(passed, 'exercise')} passed, from the first tensor to the last"
    lines = [f"  {line}" for line in (*_unpassed(pairs), *_devices(pairs), *_again(pairs))]
    left = ["what is left", *lines, ""] if lines else []
    return "\n".join([head, "", *left, "learn check --all    checks everything once more"])


def _unpassed(pairs: Pairs) -> Iterator[str]:
    """Exercises that are done without a pass, or not done."""
    ways = {
        Status.REVEALED: ("solution seen before a pass", "learn check"),
        Status.SKIPPED: ("skipped", "learn watch"),
    }
    for status, (words, command) in ways.items():
        found = [e for e, s in pairs if s.status is status]
        if found:
            yield _line(words, found, f"{command} {found[0].number}")
    undone = [e for e, s in pairs if not s.status.done]
    if undone:
        yield _line("not passed yet", undone, f"learn watch {undone[0].number}")


def _devices(pairs: Pairs) -> Iterator[str]:
    """Devices that exercises were not passed on."""
    for device in dict.fromkeys(d for e, _ in pairs for d in e.settings.devices if d != "cpu"):
        found = [e for e, s in pairs if device in e.settings.devices and not s.devices.get(device)]
        if found:
            yield _line(f"not run on {device}", found, f"learn check --all --device {device}")


def _again(pairs: Pairs) -> Iterator[str]:
    """Passes of an older suite, and exercises that took long."""
    older = [e for e, s in pairs if s.suite and s.suite != e.digest]
    if older:
        yield _line("changed since you passed", older, f"learn check {older[0].number}")
    long = [(s.attempts, e) for e, s in pairs if s.attempts >= HARD and not s.repeats]
    if long:
        long.sort(key=lambda pair: -pair[0])
        found = [exercise for _, exercise in long]
        yield _line("took you longest, worth repeating", found, f"learn again {found[0].number}")


def _line(words: str, exercises: list[Exercise], command: str) -> str:
    numbers = " ".join(e.number for e in exercises[:MOST])
    more = f" and {len(exercises) - MOST} more" if len(exercises) > MOST else ""
    return f"{words}: {numbers}{more}    {command}"
