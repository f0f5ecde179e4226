"""How fast the grader is, as ratios measured in one run: python tests/bench/speed.py [--json FILE]

Never asserts: it prints a table. A ratio is to the line above it that has none.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from measure import CHECKOUT, Row, call_seconds, command_seconds, environment

REFERENCE = str(CHECKOUT / "solutions" / "03_matmul.py")
LEARN = [sys.executable, "-m", "grader.cli"]


def start_up(rounds: int) -> list[Row]:
    """What answers without torch, against importing the two libraries that it needs."""
    commands = {
        'python -c "import click, rich"': [sys.executable, "-c", "import click, rich"],
        "learn --help": [*LEARN, "--help"],
        "learn list": [*LEARN, "list"],
        "learn hint 03": [*LEARN, "hint", "03"],
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)  # a learner's, with progress to read
        subprocess.run(
            [*LEARN, "init", "."],
            cwd=folder, env=environment(), check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        return _against_first(commands, 4 * rounds, "aim: at most 1.3 x", folder)


def cold_check(rounds: int) -> list[Row]:
    """A whole cold check of 03, every case, against importing torch and a plain pytest of it."""
    suite = ["-p", "grader.suite", "tests/03_matmul.py", "--submission", REFERENCE, "-q"]
    commands = {
        'python -c "import torch"': [sys.executable, "-c", "import torch"],
        "learn check 03 (reference, 3 seeds)": [*LEARN, "check", "03", "--file", REFERENCE],
        "the same cases by plain pytest (1 seed)": [sys.executable, "-m", "pytest", *suite],
    }
    return _against_first(commands, rounds, "aim: at most 0.9 x")


def _against_first(
    commands: dict[str, list[str]], rounds: int, aim: str, folder: Path = CHECKOUT
) -> list[Row]:
    """All that is ours shares the aim; a plain pytest has none."""
    seconds = command_seconds(commands, rounds, folder)
    base = next(iter(seconds.values()))
    rows = [Row(name, value, value / base) for name, value in seconds.items()]
    ours = [replace(row, aim=aim) if row.name.startswith("learn") else row for row in rows[1:]]
    return [Row(rows[0].name, rows[0].seconds), *ours]


def wire(rounds: int) -> list[Row]:
    """Calls over the wire to a confined worker, as in a check that somebody waits for."""
    from grader.catalog import bundled_course
    from grader.grading.grader import Grader

    with Grader(bundled_course(), eager=True) as grader:
        import torch

        from grader.worker.client import Client, Program

        program = Program(
            "echo.py", "def add(a, b):\n    return a + b\n\ndef echo(a):\n    return a\n", ()
        )
        with Client(grader.launcher, program, timeout=60.0) as client:

            def call(entry: str, *tensors: torch.Tensor) -> None:
                encoder = client.encoder()
                args = encoder.encode(list(tensors))
                client.request("call", encoder, target=entry, args=args, kwargs={"d": []})

            small, large = torch.rand(64, 64), torch.rand(16 << 20)
            client.load()
            rows = [
                Row(
                    "call with two 64 x 64 float32 and back",
                    call_seconds(lambda: call("add", small, small), 200 * rounds),
                    aim="aim: at most 0.3 ms",
                )
            ]
            seconds = call_seconds(lambda: call("echo", large), 3 * rounds)
            rate = 2 * large.numel() * 4 / seconds / 1e9
            rows.append(
                Row("64 MiB there and back", seconds, aim=f"{rate:.2f} GB/s; aim: 2 GB/s at least")
            )
        return rows


def fresh_worker(rounds: int) -> list[Row]:
    """What a replaced worker costs: fork, confinement, hello."""
    from grader.catalog import bundled_course
    from grader.grading.grader import Grader

    with Grader(bundled_course()) as grader:
        from grader.worker.client import Client, Program

        def start() -> None:
            with Client(grader.launcher, Program("x.py", "x = 1\n", ())) as client:
                client.load()

        return [Row("a fresh confined worker, loaded and ended", call_seconds(start, 10 * rounds))]


def main() -> None:
    """Prints the table, and writes it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows: list[Row] = []
    for part in (start_up, cold_check, wire, fresh_worker):
        for row in part(options.rounds):
            print(row.text(), flush=True)
            rows.append(row)
        print()
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")


if __name__ == "__main__":
    main()
