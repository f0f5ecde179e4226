"""`learn grade --similar`: pairs of submissions that are alike, listed for a person to look at."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from grader.catalog import Course
from grader.classroom import Plan
from grader.errors import UsageError
from grader.intake import HandedIn
from grader.intake.text import text_of
from grader.render.clean import clean, one_line
from grader.similar import Hand, Pair, Reader, Seen, pairs
from grader.whole import write_whole

SHOWN = 20  # pairs of an exercise on the screen
SCHEMA = 1
REMARK = "alike is no verdict: short answers to one question often are; read both"


def look(course: Course, plan: Plan) -> dict[str, Seen]:
    """What each exercise's latest submissions gave, by its slug."""
    found = {}
    with Reader() as reader:
        for head in plan.heads:
            exercise = course.find(head.slug)
            given = [path.read_text("utf-8") for path in (exercise.stub, exercise.reference)]
            common = {n for text in given for n, _ in reader.prints(text, every=True) or ()}
            found[head.slug] = pairs(_hands(plan, head.slug, reader), common)
    return found


def _hands(plan: Plan, slug: str, reader: Reader) -> Iterator[Hand]:
    latest: dict[str, HandedIn] = {}
    for read in plan.read:
        if read.submission.exercise == slug and not read.unreadable:
            kept = latest.get(read.submission.student.id)
            if kept is None or kept.attempt <= read.submission.attempt:
                latest[read.submission.student.id] = read.submission
    for student, submission in sorted(latest.items()):
        try:
            text = text_of(submission.source)
        except UsageError:  # it is gone since it was first read
            continue
        yield Hand(student, reader.prints(text) or ())


def lines(found: dict[str, Seen]) -> Iterator[str]:
    """For the screen."""
    for slug, seen in found.items():
        short = f", {seen.short} too short to tell" if seen.short else ""
        count = f"{len(seen.pairs)} alike" if seen.pairs else "none alike"
        yield f"{slug}: {count} among {seen.compared}{short}"
        for pair in seen.pairs[:SHOWN]:
            yield from _pair_lines(pair)
        if len(seen.pairs) > SHOWN:
            yield f"  ... and {len(seen.pairs) - SHOWN} more    (--similar-json FILE has all)"
    if any(seen.pairs for seen in found.values()):
        yield REMARK


def _pair_lines(pair: Pair) -> Iterator[str]:
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    names = (one_line(clean(name, encoding), 30) for name in (pair.first, pair.second))
    yield f"  {100 * pair.alike:3.0f} %  {' and '.join(names)}"
    yield f"         lines {_ranges(pair.first_lines)} and {_ranges(pair.second_lines)}"


def _ranges(numbers: tuple[int, ...]) -> str:
    """Line numbers as a person writes them: 3-7, 12; a gap of a line or two is none."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number - found[-1][1] <= 3:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [str(a) if a == b else f"{a}-{b}" for a, b in found[:4]]
    return ", ".join(shown) + (" ..." if len(found) > 4 else "")


def write(found: dict[str, Seen], path: Path) -> None:
    """As JSON, whole or not at all."""
    record = {
        "schema": SCHEMA,
        "remark": REMARK,
        "exercises": [{"exercise": slug, **asdict(seen)} for slug, seen in found.items()],
    }
    try:
        write_whole(path, [(json.dumps(record, indent=2) + "\n").encode()])
    except OSError as error:
        raise UsageError(f"{path} cannot be written", str(error.strerror)) from None
