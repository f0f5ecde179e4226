"""A class of 1,000 students x 5 exercises: python tests/bench/class_of_1000.py [--students N]

Makes right, wrong, hanging and crashing submissions in realistic shares, grades a part of them and
then all with `learn grade`, and prints rate, memory of the whole tree of processes, the share of
the time that hanging submissions took, and what 10,000 students would need by the slopes between
the two runs. Never asserts.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from measure import CHECKOUT

EXERCISES = ("01", "03", "07", "11", "23")
# In a hundred submissions; what is left over is right.
SHARES = {"wrong": 22, "stub": 3, "syntax": 2, "raises": 4, "crash": 1, "hang": 1, "absent": 3}
LARGE = 10_000


@dataclass
class Run:
    """What one run of the command took."""

    students: int
    submissions: int
    seconds: float
    cpu: float  # seconds of all processes
    start: float  # seconds before the first result was kept
    peak: float  # MiB of the whole tree, proportional set size
    usual: float  # the median of the same, while results came
    hung: int  # submissions with a case out of time
    hanging: float  # seconds of the graders' time that went into them
    rest: float  # seconds of it that went into all others


def texts(exercise: object, kind: str, rng: random.Random) -> str:
    """A submission of that kind."""
    from grader.suite.reference import as_submission

    reference = exercise.reference.read_text("utf-8")
    name = exercise.entries[0].name
    if kind == "wrong" and exercise.wrongs:
        return as_submission(exercise.reference, rng.choice(exercise.wrongs))
    body = {
        "hang": "while True:\n        pass",
        "raises": "raise IndexError('index 3 is out of bounds')",
        "crash": "import os\n    os.abort()",
    }
    if kind in body:
        return f"{reference}\n\ndef {name}(*args, **kwargs):\n    {body[kind]}\n"
    if kind == "syntax":
        return reference.replace("def ", "def def ", 1)
    return exercise.stub.read_text("utf-8") if kind == "stub" else reference


def make_class(root: Path, students: int, numbers: tuple[str, ...], seed: int) -> int:
    """Writes the folders of a class; the number of files. Each file's bytes are its own."""
    from grader.catalog import bundled_course

    course, rng, count = bundled_course(), random.Random(seed), 0
    kinds, weights = list(SHARES), list(SHARES.values())
    kinds.append("right")
    weights.append(100 - sum(weights))
    exercises = [course.find(number) for number in numbers]
    for number in range(students):
        folder = root / f"student{number:05}"
        folder.mkdir(parents=True)
        for exercise in exercises:
            (kind,) = rng.choices(kinds, weights)
            if kind != "absent":
                text = f"{texts(exercise, kind, rng)}\n# {number}\n"
                (folder / f"{exercise.slug}.py").write_text(text, "utf-8")
                count += 1
    return count


def tree_memory(root: int) -> float:
    """MiB of a process and all below it: shared pages are counted once."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(entry.parent.name))
    total, wanted = 0, [root]
    while wanted:
        pid = wanted.pop()
        wanted += parents.get(pid, [])
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def grade(root: Path, students: int, submissions: int, jobs: int, work: Path, patience: int) -> Run:
    """Runs the command over a class and watches it."""
    base = work / f"{root.name}.sqlite"
    command = [
        *(sys.executable, "-m", "grader.cli", "grade", str(root), "--jobs", str(jobs)),
        *("--patience", str(patience)),
        *(
            "--gradebook",
            str(base),
            "--format",
            "json",
            "--output",
            str(work / f"{root.name}.json"),
        ),
        *("--format", "csv", "--output", str(work / f"{root.name}.csv")),
    ]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.DEVNULL)
    first, early, memory = [0.0], [0.0], [0.0]  # MiB before and after the first result

    def watch() -> None:
        while process.poll() is None:
            (memory if first[0] else early).append(tree_memory(process.pid))
            if not first[0] and _kept(base):
                first[0] = time.perf_counter() - started
            time.sleep(0.25)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    seconds = time.perf_counter() - started
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak, usual = max(early + memory), statistics.median(memory[1:] or early)
    return Run(students, submissions, seconds, cpu, first[0], peak, usual, *_hanging(base))


def _kept(base: Path) -> int:
    with (
        contextlib.suppress(sqlite3.Error),
        sqlite3.connect(f"file:{base}?mode=ro", uri=True) as db,
    ):
        return int(db.execute("SELECT count(*) FROM graded").fetchone()[0])
    return 0


def _hanging(base: Path) -> tuple[int, float, float]:
    """How many have a case out of time, the graders' seconds for them, and for all others."""
    with sqlite3.connect(base) as db:
        hung = "state = 'timeout'"
        query = f"SELECT sum({hung}), sum(seconds * ({hung})), sum(seconds) FROM graded"
        count, lost, total = db.execute(query).fetchone()
    return int(count or 0), float(lost or 0), float(total or 0) - float(lost or 0)


def show(small: Run, whole: Run, jobs: int) -> None:
    """The table."""
    for run in (small, whole):
        rate = run.submissions / max(run.seconds - run.start, 1e-9)
        print(
            f"{run.students:>6} students {run.submissions:>6} submissions {run.seconds:8.1f} s"
            f" {rate:7.1f}/s after {run.start:4.1f} s  cpu {run.cpu / run.submissions * 1000:6.1f}"
            f" ms each  peak {run.peak:6.1f}, usual {run.usual:6.1f} MiB"
            f"  hanging {100 * run.hanging / (run.hanging + run.rest or 1):4.1f} %",
            flush=True,
        )
    hung, others = whole.hung, whole.submissions - whole.hung
    if hung:
        print(f"hanging: {hung}, {whole.hanging / hung:.1f} s each while other jobs go on")
    if whole.rest:
        print(f"all others by themselves: {others * jobs / whole.rest:.1f}/s with {jobs} jobs")
    more = whole.submissions - small.submissions
    if more <= 0:
        return
    per = LARGE / whole.students * whole.submissions
    seconds = (whole.seconds - small.seconds) / more
    # Of medians: a peak is a moment's, and the longer a run, the higher the highest of its moments.
    memory = (whole.usual - small.usual) / more
    hours = (whole.seconds + seconds * (per - whole.submissions)) / 3600
    room = whole.peak + max(0.0, memory) * (per - whole.submissions)
    print(f"slopes with {jobs} jobs: {1000 * seconds:.1f} ms, {1024 * memory:.2f} KiB a submission")
    print(f"{LARGE:,} students, {per:,.0f} submissions: {hours:.2f} h, {room:.0f} MiB")


def main() -> None:
    """Makes the class, grades it in two sizes, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--exercises", default=",".join(EXERCISES))
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=int, default=3, help="as of learn grade")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    numbers = tuple(options.exercises.split(","))
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name, students in (
            ("part", max(1, options.students // 8)),
            ("all", options.students),
        ):
            count = make_class(work / name, students, numbers, options.seed)
            place = work / name
            runs.append(grade(place, students, count, options.jobs, work, options.patience))
    show(*runs, options.jobs)
    if options.json:
        options.json.write_text(json.dumps([asdict(run) for run in runs], indent=2) + "\n")


if __name__ == "__main__":
    main()
