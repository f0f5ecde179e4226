"""What keeping an attempt costs, as ratios to one write that reached the drive.

    python tests/bench/keeping.py [--rounds N]

Never asserts: it prints a table. A ratio is to the line above it that has none.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from measure import Row, call_seconds

from grader.catalog import bundled_course
from grader.parts import parts_of
from grader.progress.events import Event, Kind
from grader.progress.kept import events_of
from grader.progress.store import Progress
from grader.progress.summary import summary

COURSE = bundled_course()
DATA = {"passed": False, "started": True, "devices": {"cpu": False}, "case": "c", "title": "a case"}
REPORT = '{"cases": "' + "x" * 20_000 + '"}'


def event() -> Event:
    """A failed attempt."""
    return Event(Kind.ATTEMPT, COURSE.exercises[2].slug, dict(DATA))


def keep(root: Path) -> None:
    """What a check does: open the store, read the events, add one, close it."""
    with Progress(root) as progress:
        progress.events()
        progress.add(event(), text="# an answer\n" * 100 + os.urandom(4).hex(), report=REPORT)


def synced(path: Path) -> None:
    """One write of four kilobytes that reached the drive."""
    with path.open("wb") as file:
        file.write(b"x" * 4096)
        file.flush()
        os.fsync(file.fileno())


def rows(rounds: int, root: Path) -> list[Row]:
    """The table's lines."""
    (root / "new").mkdir()
    (root / "old").mkdir()
    with Progress(root / "old") as progress:
        progress.add(*[event() for _ in range(1000)])
    base = call_seconds(lambda: synced(root / "file"), 10 * rounds)
    parts = parts_of(COURSE)
    measured = {
        "an attempt kept, in a new store": lambda: keep(root / "new"),
        "an attempt kept, beside 1,000 events": lambda: keep(root / "old"),
        "1,000 events read": lambda: events_of(root / "old"),
        "1,000 events read and summed up": lambda: summary(parts, events_of(root / "old")),
    }
    lines = [Row("4 KiB written and synced", base)]
    for name, action in measured.items():
        seconds = call_seconds(action, 5 * rounds)
        lines.append(Row(name, seconds, seconds / base))
    return lines


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(rounds, Path(folder)):
            print(row.text(), flush=True)


if __name__ == "__main__":
    main()
