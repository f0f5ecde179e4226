"""Timing side by side: commands run in turn, so that a slow moment hits all of them alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Row:
    """One line of the table: a median, and how many times the base's it is."""

    name: str
    seconds: float
    ratio: float | None = None
    aim: str = ""

    def text(self) -> str:
        """The line, 80 columns wide."""
        ratio = "" if self.ratio is None else f"{self.ratio:6.2f} x"
        return f"{self.name:<44.44} {self.seconds * 1000:9.2f} ms {ratio:>9}  {self.aim}"


def environment() -> dict[str, str]:
    """Where bytecode is kept, as for a learner: a shell that forbids it adds 20 ms."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    paths = (str(CHECKOUT), kept.get("PYTHONPATH", ""))
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def command_seconds(
    commands: dict[str, Sequence[str]], rounds: int, folder: Path = CHECKOUT
) -> dict[str, float]:
    """Median wall-clock seconds of whole processes, run in turn after one round of warming up.

    Raises CalledProcessError when a command fails.
    """
    variables = environment()
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(
                command, cwd=folder, env=variables, check=True, stdout=subprocess.DEVNULL
            )
            if number:
                seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(values) for name, values in seconds.items()}


def call_seconds(action: Callable[[], object], rounds: int) -> float:
    """Median wall-clock seconds of a call, after three to warm up."""
    for _ in range(3):
        action()
    values = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        values.append(time.perf_counter() - started)
    return statistics.median(values)
