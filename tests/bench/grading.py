"""What grading costs: python tests/bench/grading.py [--submissions N] [--rounds N] [--json FILE]

A cold check of an exercise that needs an optimizer, against a process that makes one; a submission
of 03 among others by `learn grade`, with one job and with two; a worker's memory of its own. Never
asserts: it prints a table. A ratio is to the line above it that has none.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from measure import CHECKOUT, Row, command_seconds

LEARN = [sys.executable, "-m", "grader.cli"]
OPTIMIZER = "import torch; torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=0.1)"
START = 20  # submissions that are graded before the others are counted


def cold_optimizer(rounds: int) -> list[Row]:
    """A cold check of 12, every case, against importing torch and making one optimizer."""
    answer = str(CHECKOUT / "solutions" / "12_five_lines.py")
    commands = {
        "import torch, and one torch.optim.SGD": [sys.executable, "-c", OPTIMIZER],
        "learn check 12 (reference)": [*LEARN, "check", "12", "--file", answer],
    }
    base, ours = command_seconds(commands, rounds).values()
    first, second = commands
    return [Row(first, base), Row(second, ours, ours / base, "aim: at most 0.9 x")]


def hand_in(root: Path, count: int, seed: int) -> None:
    """A folder a student: half of the answers are right, the others one of the known wrongs."""
    from grader.catalog import bundled_course
    from grader.suite.reference import as_submission

    exercise, rng = bundled_course().find("03"), random.Random(seed)
    for number in range(count):
        folder = root / f"student{number:04}"
        folder.mkdir(parents=True)
        wrong = rng.choice(exercise.wrongs)
        text = exercise.reference.read_text("utf-8")
        text = text if number % 2 else as_submission(exercise.reference, wrong)
        (folder / f"{exercise.slug}.py").write_text(f"{text}\n# {number}\n", "utf-8")


def grade(root: Path, jobs: int) -> float:
    """Seconds of the whole command over a folder, with a gradebook of its own."""
    with tempfile.TemporaryDirectory() as kept:
        command = [*LEARN, "grade", str(root), "--jobs", str(jobs)]
        command += ["--gradebook", str(Path(kept) / "book.sqlite")]
        command += ["--format", "json", "--output", str(Path(kept) / "marks.json")]
        started = time.perf_counter()
        subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
        return time.perf_counter() - started


def class_grading(submissions: int, rounds: int) -> list[Row]:
    """What a submission costs after the first ones, with one job and with two."""
    spent: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        hand_in(few, START, seed=1)
        hand_in(many, START + submissions, seed=1)
        for _ in range(rounds):
            for jobs, values in spent.items():
                values.append((grade(many, jobs) - grade(few, jobs)) / submissions)
    one, two = (statistics.median(values) for values in spent.values())
    return [
        Row("a submission of 03 by learn grade, one job", one, aim="aim: at most 40 ms"),
        Row("with two jobs", two, two / one, f"{one / two:.2f} times as fast; aim: 1.8"),
    ]


def worker_memory() -> str:
    """MiB that a worker has to itself after a whole check of 03."""
    from grader.catalog import bundled_course
    from grader.grading.grader import Grader
    from grader.grading.wishes import Wishes
    from grader.submission import read
    from grader.worker.client import Client

    private: list[float] = []
    stop = Client.stop

    def looked(client: Client, patience: float = 0.0) -> int | None:
        if client._process is not None:
            private.append(_private())
        return stop(client, patience)

    course = bundled_course()
    exercise = course.find("03")
    with Grader(course, off=frozenset({"no dumps"})) as grader:  # else nobody may look into it
        Client.stop = looked  # type: ignore[method-assign]
        try:
            grader.check(exercise, read(exercise.reference), Wishes("cpu", policy="graded"))
        finally:
            Client.stop = stop  # type: ignore[method-assign]
    return f"a worker's memory of its own, 03 graded   {max(private):9.1f} MiB   aim: at most 60"


def _private() -> float:
    """MiB of the youngest process below this one that it shares with nobody: the worker's."""
    told = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
            told[int(status.parent.name)] = int(lines["PPid"])
    worker = os.getpid()
    while children := [process for process, parent in told.items() if parent == worker]:
        worker = max(children)
    lines = Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines()
    return sum(int(x.split()[1]) for x in lines if x.startswith("Private_")) / 1024


def main() -> None:
    """Prints the table, and writes it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = cold_optimizer(options.rounds)
    print(*(row.text() for row in rows), sep="\n", flush=True)
    more = class_grading(options.submissions, options.rounds)
    print(*(row.text() for row in more), sep="\n", flush=True)
    print(worker_memory())
    if options.json:
        options.json.write_text(json.dumps([asdict(r) for r in rows + more], indent=2) + "\n")


if __name__ == "__main__":
    main()
