"""Peers side by side: python tests/bench/peers.py [--python PYTHON] [--rounds N] [--json FILE]

The same ten submissions of 03, five right and five wrong, and the same small tests by plain pytest
and by other graders; `learn grade` runs its own, fuller suite of 03. What is not installed in
PYTHON (tests/bench/peers-requirements.txt has it) is skipped. Says too whom a wrong answer fools
that patches torch.allclose. Never asserts. A ratio is to the line above it that has none.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from measure import CHECKOUT, Row
from peer_checks import submissions
from peer_graders import GRADERS, Grader, timed
from peer_notebooks import NOTEBOOK_GRADERS

BASE = 'python -c "import torch"'


def installed(python: str, module: str) -> bool:
    """Whether that Python finds the module, and torch."""
    wanted = f"from importlib.util import find_spec as f; exit(not (f({module!r}) and f('torch')))"
    return not subprocess.run([python, "-c", wanted], capture_output=True).returncode


def graders(python: str, only: Sequence[str]) -> list[Grader]:
    """Those that can run; says which cannot."""
    found = []
    every = GRADERS + NOTEBOOK_GRADERS
    for grader in (grader for grader in every if not only or grader.module in only):
        if installed(grader.python or python, grader.module):
            found.append(grader)
        else:
            print(f"skipped {grader.name}: {grader.module} or torch is not installed")
    return found


def graded(grader: Grader, python: str, texts: dict[str, str]) -> tuple[float, dict[str, bool]]:
    """Seconds of its commands, without the files' making, and which of the texts passed."""
    with tempfile.TemporaryDirectory() as folder:
        return grader.grade(grader.python or python, Path(folder), texts)


def measured(
    found: list[Grader], python: str, rounds: int, texts: dict[str, str]
) -> tuple[dict[str, list[float]], dict[str, dict[str, bool]]]:
    """Seconds a submission and verdicts, by grader; in turn, so that a slow moment hits all."""
    seconds: dict[str, list[float]] = {name: [] for name in (BASE, *(g.name for g in found))}
    passed: dict[str, dict[str, bool]] = {grader.name: {} for grader in found}
    for _ in range(rounds):
        for name, text in texts.items():
            seconds[BASE].append(timed([sys.executable, "-c", "import torch"], CHECKOUT)[0])
            for grader in (grader for grader in found if not grader.together):
                spent, verdicts = graded(grader, python, {name: text})
                seconds[grader.name].append(spent)
                passed[grader.name] |= verdicts
        for grader in (grader for grader in found if grader.together):
            spent, verdicts = graded(grader, python, texts)
            seconds[grader.name].append(spent / len(texts))
            passed[grader.name] |= verdicts
    return seconds, passed


def table(
    seconds: dict[str, list[float]], passed: dict[str, dict[str, bool]], right: set[str]
) -> list[Row]:
    """A line a grader: its median, against importing torch, and how often it was right."""
    base = statistics.median(seconds[BASE])
    rows = [Row(BASE, base)]
    for name, verdicts in passed.items():
        told = sum(verdict == (who in right) for who, verdict in verdicts.items())
        median = statistics.median(seconds[name])
        rows.append(Row(name, median, median / base, f"{told} of {len(verdicts)} told"))
    return rows


def main() -> None:
    """Prints the table, and writes it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable, help="the peers' own environment")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", action="append", default=[], metavar="MODULE")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    texts, right, fooling = submissions()
    found = graders(options.python, options.only)
    rows = table(*measured(found, options.python, options.rounds, texts), right)
    print(*(row.text() for row in rows), sep="\n", flush=True)
    fooled = {g.name: graded(g, options.python, {"fooling": fooling})[1]["fooling"] for g in found}
    print("\na wrong answer that patches torch.allclose:")
    for name, passed in fooled.items():
        print(f"{name:<44.44} {'fooled: full marks' if passed else 'not fooled'}")
    if options.json:
        found_out = {"rows": [asdict(row) for row in rows], "fooled": fooled}
        options.json.write_text(json.dumps(found_out, indent=2) + "\n")


if __name__ == "__main__":
    main()
