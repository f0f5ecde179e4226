"""What one check needs as a platform runs it: the most memory of its whole tree.

    python tests/bench/release.py [--half] [03 32 ...]

``--half`` shares one core with a busy loop, as a container with half a core has it. Memory is the
proportional set size of all processes below the entry script, added up every 20 ms.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from grader.catalog import bundled_course
from grader.release.making import Wanted, make

USUAL = ("03", "15", "32")
GIVEN = 768  # MB that Gradescope's containers have unless told otherwise


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += tree(int(child))
    return found


def megabytes(pid: int) -> float:
    """The proportional set size of a process tree now."""
    total = 0
    for each in tree(pid):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def measured(root: Path) -> tuple[float, int]:
    """The most megabytes and the exit code of one run of the entry script."""
    environment = {**os.environ, "AUTOGRADER_ROOT": str(root), "LEARN_PYTHON": sys.executable}
    process = subprocess.Popen(
        [root / "source" / "run_autograder"], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    most = 0.0
    while process.poll() is None:
        most = max(most, megabytes(process.pid))
        time.sleep(0.02)
    return most, process.returncode


def main(words: list[str]) -> None:
    """Prints a line for each exercise, and one for all of them handed in at once."""
    course = bundled_course()
    chosen = [course.find(word) for word in words if word != "--half"] or [
        course.find(number) for number in USUAL
    ]
    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as stack:
        if "--half" in words:
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
            hog = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            stack.callback(hog.kill)
        root = Path(scratch)
        archive = make(course, "gradescope", Wanted(root / "releases")).path
        with zipfile.ZipFile(archive) as packed:
            for entry in packed.infolist():
                path = Path(packed.extract(entry, root / "source"))
                path.chmod(entry.external_attr >> 16)
        for handed in [*([each] for each in chosen), course.exercises]:
            submission = root / "submission"
            submission.mkdir(exist_ok=True)
            for exercise in handed:
                (submission / exercise.stub.name).write_bytes(exercise.reference.read_bytes())
            most, code = measured(root)
            name = handed[0].slug if len(handed) == 1 else f"all {len(handed)}"
            cost = f"{most / GIVEN:.2f} of {GIVEN}; exit {code}"
            print(f"{name:<24} {most:5.0f} MB, {cost}")
            for path in submission.iterdir():
                path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
