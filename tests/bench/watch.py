"""How quick a watch is: python tests/bench/watch.py [--rounds N] [--json FILE]

From a save to the verdict on the screen of a real `learn watch` in a pseudo-terminal: 03, all
cases, every seed; against a cold pytest of the same cases (one seed) in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from math import ceil
from pathlib import Path
from typing import Any

import pexpect

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LEARN = [sys.executable, "-m", "grader.cli"]
SUITE = CHECKOUT / "tests" / "03_matmul.py"
ANSWERS = {
    "right answer": (CHECKOUT / "solutions" / "03_matmul.py").read_text("utf-8"),
    "typical mistake": (CHECKOUT / "solutions" / "03_matmul.py").read_text("utf-8")
    + "\n\n"
    + (CHECKOUT / "tests/wrong/03_matmul/keeps_only_the_last_product.py").read_text("utf-8"),
    "syntax error": "def dot(x:\n",
}


class Saves:
    """A watch of 03 in a fresh workspace, and saves into it."""

    def __init__(self, root: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "TERM": "xterm"}
        subprocess.run([*LEARN, "init", "."], cwd=root, env=environment, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        self._file = root / "exercises" / "03_matmul.py"
        self._saves = 0
        self._child: Any = pexpect.spawn(
            LEARN[0], [*LEARN[1:], "watch", "03", "--plain"], cwd=str(root), env=environment,
            dimensions=(50, 100), encoding="utf-8", timeout=120,
        )  # fmt: skip
        self._child.expect("not started")
        self.seconds("right answer")  # PyTorch is there, the suite is collected

    def seconds(self, answer: str) -> float:
        """From a save to its verdict: told apart from the one before by the name of a file."""
        self._saves += 1
        text = ANSWERS[answer] + f"\n# save {self._saves}\n"
        mark = {"right answer": r"passed", "typical mistake": "FAIL", "syntax error": "SyntaxErr"}
        started = time.perf_counter()
        self._file.write_text(text, "utf-8")
        self._child.expect(r"\x1b\[H03[^\x1b]*\x1b\[K(?s:.*?)" + mark[answer])
        spent = time.perf_counter() - started
        self._child.expect(re.escape("\x1b[?7h"))
        return spent

    def close(self) -> None:
        """Ends the watch."""
        self._child.send("q")
        self._child.expect(pexpect.EOF)
        self._child.close()


def cold_pytest(answer: str, root: Path) -> float:
    """Seconds of a fresh pytest over the suite, by the same plugin and the same kind of worker."""
    file = root / "handed_in.py"
    file.write_text(ANSWERS[answer], "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "grader.suite", str(SUITE), "-q"]
    started = time.perf_counter()
    subprocess.run([*command, "--submission", str(file)], cwd=CHECKOUT, check=False,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return time.perf_counter() - started


def main() -> None:
    """Prints the table, and writes it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    spent: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        saves = Saves(Path(folder))
        for number in range(options.rounds):
            for answer in ("syntax error", *ANSWERS):  # neighbours differ: each changes the screen
                spent.setdefault(f"save to verdict, {answer}", []).append(saves.seconds(answer))
            if number % 5 == 0:
                cold = cold_pytest("right answer", Path(folder))
                spent.setdefault("cold pytest, right answer", []).append(cold)
        saves.close()
    base = statistics.median(spent["cold pytest, right answer"])
    rows = []
    for name, values in spent.items():
        median, worst = statistics.median(values), sorted(values)[ceil(0.95 * len(values)) - 1]
        rows.append({"name": name, "median": median, "p95": worst, "ratio": median / base})
        ratio = f"1/{base / median:.0f}" if median < base else "1"
        print(f"{name:<36} median {median * 1000:7.0f} ms   p95 {worst * 1000:7.0f} ms   {ratio}")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
