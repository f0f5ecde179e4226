"""What grading the whole course costs: python tests/bench/course.py [--graded]

Hands in every reference, one after the other, as `learn check --all` would, and prints CPU seconds
an exercise, workers included, with the seconds of its cases that train. Never asserts.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from grader.catalog import bundled_course
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Report
from grader.submission import read

AIM = 60.0  # CPU seconds, of which training at most TRAINING
TRAINING = 50.0
LONG = 0.4  # seconds of a case that is named
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds() -> float:
    """CPU seconds of this process and of all that it started, ended ones included."""
    own = os.times()
    return own.user + own.system + sum(_used(pid) for pid in _below(os.getpid()))


def _below(pid: int) -> list[int]:
    """Processes started by this one, and by them."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *_below(child)]
    return found


def _used(pid: int) -> float:
    """CPU seconds of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def row(name: str, seconds: float, wall: float, report: Report) -> str:
    """One exercise's line."""
    long = [f"{c.id.removeprefix('test_')} {c.seconds:.1f} s" for c in report.cases]
    long = [text for text, case in zip(long, report.cases, strict=True) if case.seconds >= LONG]
    word = "" if report.passed else "NOT PASSED"
    seeds = f"{len(report.seeds)} seeds" if len(report.seeds) > 1 else "1 seed"
    return f"{name:<24.24} {seconds:6.2f} s  wall {wall:6.2f} s  {seeds:<8} {', '.join(long)}{word}"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graded", action="store_true", help="the seeds of the graded mode")
    wishes = Wishes(device="cpu", policy="graded" if parser.parse_args().graded else "practice")
    course, training = bundled_course(), 0.0
    with Grader(course) as grader:
        print(f"{'start: torch, template':<24} {cpu_seconds():6.2f} s")
        for exercise in course.exercises:
            before, started = cpu_seconds(), time.perf_counter()
            report = grader.check(exercise, read(exercise.reference), wishes)
            spent = cpu_seconds() - before
            training += spent if len(report.seeds) == 1 else 0.0
            print(row(exercise.slug, spent, time.perf_counter() - started, report), flush=True)
        total = cpu_seconds()
    print(f"{'all':<24} {total:6.2f} s  aim: at most {AIM:g} s")
    print(f"{'those that train':<24} {training:6.2f} s  aim: at most {TRAINING:g} s")


if __name__ == "__main__":
    main()
