"""What the device check finds and what it cries wolf at: python tests/bench/device.py [--json FILE]

Runs the functions of device_corpus/ in a confined worker that pretends to have an accelerator, once
with inputs on it and once with inputs on the CPU; a right function must give what it gives on a
plain CPU, where its inputs are. Never asserts: it prints a table. With --course also every
reference, right answer and wrong that shows on the simulated device.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

CORPUS = Path(__file__).with_name("device_corpus")
FINE, MISTAKE, LACKING = "fine", "mistake", "not simulated"


@dataclass(frozen=True)
class Seen:
    """What became of one function or answer."""

    kind: str  # right or wrong
    name: str
    said: str  # FINE, MISTAKE or LACKING
    why: str = ""

    @property
    def good(self) -> bool:
        """Whether that is what should have become of it."""
        return self.said == (FINE if self.kind == "right" else MISTAKE)


def functions(kind: str) -> Iterator[Seen]:
    """Each function of one file of the corpus."""
    from grader.catalog import bundled_course
    from grader.grading.grader import Grader

    path = CORPUS / f"{kind}.py"
    with Grader(bundled_course()) as grader:
        from tried import Bench

        with Bench(grader.launcher, path) as bench:
            for name in bench.names:
                yield Seen(kind, name, *bench.simulated(name))


def course(numbers: tuple[str, ...]) -> Iterator[Seen]:
    """Each answer of the course whose verdict on the simulated device is known."""
    from grader.catalog import bundled_course
    from grader.grading.grader import Grader

    with Grader(bundled_course()) as grader:
        from tried import answers

        for exercise in grader.course.exercises:
            if "cuda" in exercise.settings.devices and exercise.number in (
                numbers or (exercise.number,)
            ):
                for kind, name, said, why in answers(grader, exercise):
                    yield Seen(kind, name, said, why)
                print(f"  {exercise.slug} done", flush=True)


def table(title: str, seen: list[Seen]) -> str:
    """The counts, and each one that went wrong."""
    lines = [f"{title:<34} {'fine':>6} {'mistake':>8} {'not simulated':>14}"]
    for kind in ("right", "wrong"):
        said = [s.said for s in seen if s.kind == kind]
        counts = [said.count(word) for word in (FINE, MISTAKE, LACKING)]
        name = f"{len(said)} {kind} ones"
        lines.append(f"{name:<34} {counts[0]:>6} {counts[1]:>8} {counts[2]:>14}")
    lines += [f"  {s.kind} {s.name}: {s.said} {s.why}"[:400] for s in seen if not s.good]
    return "\n".join(lines)


def main() -> None:
    """Prints the tables, and writes what was seen where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--course", action="store_true")
    parser.add_argument("--only", nargs="*", default=[], help="numbers of exercises")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    seen = [*functions("right"), *functions("wrong")]
    print(table("functions", seen), flush=True)
    if options.course:
        answers = list(course(tuple(options.only)))
        print("\n" + table("answers of the course", answers))
        seen += answers
    if options.json:
        options.json.write_text(json.dumps([asdict(s) for s in seen], indent=2) + "\n")


if __name__ == "__main__":
    main()
