"""Every attack tried once, and what isolation costs a check: ``python tests/bench/attacks.py``.

Ends with 1 where an attack was not contained, was scored falsely, or left something behind.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "grader" / "attacks"))

from arena import RIGHT, Arena, Outcome, attacks

from grader.catalog import Course
from grader.grading.grader import Grader
from grader.worker.client import Client, Program

ROUNDS = 60
OFF = frozenset({"landlock", "seccomp", "limits", "namespaces"})


def tried(folder: Path) -> list[Outcome]:
    """The outcome of every attack."""
    arena = Arena(folder)
    found: list[Outcome] = []
    try:
        for exercise in ("01", "02"):
            found += arena.run([a for a in attacks() if a.exercise == exercise])
    finally:
        arena.close()
    return found


def milliseconds(grader: Grader) -> float:
    """What it takes to start a worker, load an answer, call it once, and end it."""
    started = time.perf_counter()
    with Client(grader.launcher, Program("answer.py", RIGHT, ("double",))) as client:
        encoder = client.encoder()
        client.request("call", encoder, target="double", args=[2.0], kwargs={"d": []})
    return 1000 * (time.perf_counter() - started)


def extra(course: Course) -> tuple[float, float]:
    """Medians with all layers and with none, measured in turn."""
    with Grader(course) as full, Grader(course, OFF) as bare:
        for grader in (full, bare):
            milliseconds(grader)
        pairs = [(milliseconds(full), milliseconds(bare)) for _ in range(ROUNDS)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def main() -> int:
    """Prints the figures; the exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # First the cost: these templates are forks of a process that has opened no secret.
        for part in ("exercises", "solutions", "tests"):
            (folder / "bare" / part).mkdir(parents=True)
        (folder / "bare/exercises/01_double.py").write_text('"""Double a tensor"""\n')
        full, bare = extra(Course(folder / "bare"))
        outcomes = tried(folder)
    bad = [o for o in outcomes if not o.contained or o.left]
    falsely = sum(o.scored_falsely for o in outcomes)
    effects = sum(bool(o.left) for o in outcomes)
    print(f"attacks tried     {len(outcomes)}")
    print(f"contained         {sum(o.contained for o in outcomes)}")
    print(f"scored falsely    {falsely}")
    print(f"side effects      {effects}")
    print(f"isolation costs   {full - bare:.1f} ms a check: {full:.1f} with it, {bare:.1f} without")
    for outcome in bad:
        print(f"  {outcome.attack.name}: {outcome.verdict}, {outcome.left}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
