"""How the cost of a check grows: python tests/bench/growth.py [--rounds N] [--json FILE]

CPU seconds of all processes, over generated exercises of which one thing varies at a time: cases,
numbers in a tensor, exercises of the course, submissions. Never asserts: it prints a table. A slope
is the exponent, by least squares over logarithms: 0 where the cost stays, 1 where it doubles with
the size. "end" is the slope of the last step alone, where a fixed cost hides the least.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from measure import CHECKOUT, environment

from grader.catalog import Course, Exercise
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Submission
from grader.submission import Handed
from grader.worker.client import Client

LEARN = [sys.executable, "-m", "grader.cli"]
CASES = (1, 4, 16, 64)
NUMBERS = (100, 1_000, 10_000, 100_000, 1_000_000)
EXERCISES = (1, 8, 32)
SUBMISSIONS = (4, 16, 64)
LINEAR = 1.1  # a slope above it is said to be more than linear
STUB = '"""Double a tensor {0}"""\n\n\ndef double(x):\n    raise NotImplementedError\n'
RIGHT = "def double(x):\n    return x * 2\n"
WRONG = "def double(x):\n    return x * 2 + (x > 0.5) * x * x\n"  # no wrong of the course does it
LISTED = '"""You add 2 where you should multiply."""\n\n\ndef double(x):\n    return x + 2\n'
SUITE = (
    'import pytest\n\npytestmark = pytest.mark.exercise(timeout=60, devices=("cpu",), seeds=1)\n'
)
CASE = '\n\ndef test_case_{0}(agree, rng):\n    agree("double", rng.normal({1}))\n'


@dataclass(frozen=True)
class Series:
    """What one thing costs at several sizes."""

    part: str  # what varies
    name: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]  # CPU, of all processes
    workers: tuple[float, ...] = ()  # of it, the template and its workers; empty: not told apart

    @property
    def slope(self) -> float:
        """The exponent over all sizes."""
        x, y = map(math.log, self.sizes), map(math.log, self.seconds)
        return statistics.linear_regression(list(x), list(y)).slope

    @property
    def end(self) -> float:
        """The exponent between the last two sizes."""
        (a, b), (s, t) = self.sizes[-2:], self.seconds[-2:]
        return math.log(t / s) / math.log(b / a)

    def lines(self) -> Iterator[str]:
        """Its lines of the table, milliseconds."""
        word = "  more than linear" if max(self.slope, self.end) > LINEAR else ""
        yield f"{self.name:<28.28}{_cells(self.seconds)}{self.slope:6.2f}{self.end:6.2f}{word}"
        if self.workers:
            yield f"{'  of it in workers':<28}{_cells(self.workers)}"


def _cells(seconds: tuple[float, ...]) -> str:
    return "".join(f"{1000 * value:10.1f}" for value in seconds).ljust(10 * len(NUMBERS))


# ------------------------------------------------------------------ what is graded


def make_course(root: Path, exercises: list[tuple[int, int]]) -> Course:
    """A course of exercises that have so many cases, over tensors of so many numbers."""
    for number, (cases, numbers) in enumerate(exercises, 1):
        slug = f"{number:02}_double"
        suite = SUITE + "".join(CASE.format(case, numbers) for case in range(cases))
        files = {
            f"exercises/{slug}.py": STUB.format(number),
            f"solutions/{slug}.py": RIGHT,
            f"tests/{slug}.py": suite,
            f"tests/wrong/{slug}/adds_two.py": LISTED,
        }
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
    return Course(root)


def handed(text: str, number: int = 0) -> Handed:
    """A submission; each number's bytes are its own."""
    text += f"\n# {number}\n"
    return Handed(text, Submission("double.py", hashlib.sha256(text.encode()).hexdigest()))


# ------------------------------------------------------------------ what it costs


def cpu_below() -> dict[int, float]:
    """CPU seconds of every process below this one that lives."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    told, wanted = {}, list(children.get(os.getpid(), []))
    while wanted:
        process = wanted.pop()
        wanted += children.get(process, [])
        with contextlib.suppress(OSError):
            # The clock that clock_getcpuclockid(3) names: /proc/PID/stat counts in steps of 10 ms.
            told[process] = time.clock_gettime((~process << 3) | 2)
    return told


def check_cost(grader: Grader, exercise: Exercise, seed: int, *all_: Handed) -> tuple[float, float]:
    """CPU seconds of one run over submissions: in all, and of it the template and its workers.

    A worker is killed and reaped by the template, so its clock is read just before that.
    """
    workers: dict[int, float] = {}
    looking, stop = 0.0, Client.stop

    def looked(client: Client, patience: float = 0.0) -> int | None:
        nonlocal looking
        if client._process is not None:
            began = time.process_time()
            workers.update(cpu_below())
            looking += time.process_time() - began
        return stop(client, patience)

    before, own = cpu_below(), time.process_time()
    Client.stop = looked  # type: ignore[method-assign]
    try:
        grader.check_all(exercise, all_, Wishes("cpu", seed=seed, policy="graded"))
    finally:
        Client.stop = stop  # type: ignore[method-assign]
    own = time.process_time() - own - looking
    workers.update(cpu_below())
    below = sum(seconds - before.get(process, 0.0) for process, seconds in workers.items())
    return own + below, below


def command_cost(arguments: list[str], folder: Path) -> float:
    """CPU seconds of a command and of all that it waited for.

    Raises CalledProcessError when it ends otherwise than passed or not passed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([*LEARN, *arguments], cwd=folder, env=environment(), capture_output=True)
    if done.returncode not in (0, 1):
        raise subprocess.CalledProcessError(done.returncode, arguments, done.stdout, done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


# ------------------------------------------------------------------ the parts


Run = tuple[int, Grader, Exercise, tuple[Handed, ...]]  # its size, and what is graded by whom


def checks(part: str, name: str, runs: list[Run], rounds: int) -> Series:
    """Medians of runs in turn after one round of warming up; every round draws other inputs."""
    found: dict[int, list[tuple[float, float]]] = {run[0]: [] for run in runs}
    for seed in range(1, rounds + 2):
        for size, grader, exercise, all_ in runs:
            cost = check_cost(grader, exercise, seed, *all_)
            if seed > 1:
                found[size].append(cost)
    both = [[statistics.median(c) for c in zip(*costs, strict=True)] for costs in found.values()]
    total, workers = zip(*both, strict=True)
    return Series(part, name, tuple(found), total, workers)


def by_exercise(grader: Grader, rounds: int) -> Iterator[Series]:
    """Against the number of cases, and the size of their tensors: a right and a wrong answer."""
    exercises = grader.course.exercises
    texts = {"a check, right": handed(RIGHT), "a check, wrong": handed(WRONG)}
    parts = {"cases": (CASES, exercises), "numbers in a tensor": (NUMBERS, exercises[len(CASES) :])}
    for part, (sizes, chosen) in parts.items():
        for name, answer in texts.items():
            runs = [(n, grader, e, (answer,)) for n, e in zip(sizes, chosen, strict=False)]
            yield checks(part, name, runs, rounds)


def by_course(graders: list[Grader], rounds: int) -> Iterator[Series]:
    """Against the number of exercises in the course."""
    part = "exercises in the course"
    commands = {"learn list": ["list"], "learn check, untouched stub": ["check", "01"]}
    places = [(Path(f"{g.course.root}.learner"), g.course.root) for g in graders]
    for folder, course in places:
        command_cost(["--course", str(course), "init", str(folder)], CHECKOUT)
    for name, words in commands.items():
        spent: list[list[float]] = [[] for _ in places]
        for _ in range(rounds + 1):
            for values, (folder, course) in zip(spent, places, strict=True):
                values.append(command_cost(["--course", str(course), *words], folder))
        medians = tuple(statistics.median(values[1:]) for values in spent)
        yield Series(part, name, EXERCISES, medians)
    one = (handed(RIGHT),)
    runs = [(n, g, g.course.exercises[0], one) for n, g in zip(EXERCISES, graders, strict=True)]
    yield checks(part, "a check, right", runs, rounds)


def by_batch(grader: Grader, rounds: int) -> Iterator[Series]:
    """Against the number of submissions of an exercise that are graded in one run."""
    exercise = grader.course.exercises[1]
    for name, text in {"all of them, right": RIGHT, "all of them, wrong": WRONG}.items():
        every = [handed(text, number) for number in range(max(SUBMISSIONS))]
        runs = [(n, grader, exercise, tuple(every[:n])) for n in SUBMISSIONS]
        yield checks("submissions", name, runs, rounds)


def measured(rounds: int, root: Path) -> Iterator[Series]:
    """All series."""
    own = [(cases, 12) for cases in CASES] + [(1, numbers) for numbers in NUMBERS]
    courses = [make_course(root / str(n), [(4, 12)] * n) for n in EXERCISES]
    with contextlib.ExitStack() as stack:
        # Before anything secret is opened here: later ones would import torch once more each.
        main = stack.enter_context(Grader(make_course(root / "own", own)))
        graders = [stack.enter_context(Grader(course)) for course in courses]
        yield from by_exercise(main, rounds)
        yield from by_course(graders, rounds)
        yield from by_batch(main, rounds)


def main() -> None:
    """Prints the table, and writes it where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows: list[dict[str, object]] = []
    part = ""
    with tempfile.TemporaryDirectory() as folder:
        for series in measured(options.rounds, Path(folder)):
            if series.part != part:
                part = series.part
                heads = "".join(f"{size:>10,}" for size in series.sizes).ljust(10 * len(NUMBERS))
                print(f"\n{part:<28}{heads} slope   end")
            print(*series.lines(), sep="\n", flush=True)
            rows.append({**asdict(series), "slope": series.slope, "end": series.end})
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
