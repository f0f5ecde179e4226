"""`learn demo`, from start to end in a process of its own, once on a terminal."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pexpect
import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
SCREENS = (
    "--- 1. An untouched file ---",
    "--- 2. A typical mistake ---",
    "--- 3. The right answer",
)


@pytest.fixture(scope="module")
def typed() -> tuple[str, int]:
    """What a terminal of 80 columns shows, and the exit code."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "TERM": "xterm-256color"}
    for name in ("NO_COLOR", "COLUMNS", "CI"):
        environment.pop(name, None)
    child = pexpect.spawn(
        sys.executable, ["-m", "grader.cli", "demo"], env=environment, dimensions=(40, 80),
        encoding="utf-8", timeout=120,
    )  # fmt: skip
    shown = child.read()
    child.close()
    return shown, child.exitstatus


def plain(shown: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)


def test_the_three_screens_come_in_order_and_the_demo_succeeds(typed: tuple[str, int]) -> None:
    shown, code = typed
    assert code == 0, shown
    places = [plain(shown).index(screen) for screen in SCREENS]
    assert places == sorted(places)
    untouched, mistake, right = (plain(shown)[place:] for place in places)
    assert "not started" in untouched
    assert "looks like: " in mistake[: len(mistake) - len(right)]
    assert "passed" in right
    assert "learn check 03" in right


def test_a_terminal_sees_colour_and_a_line_while_it_waits(typed: tuple[str, int]) -> None:
    shown, _ = typed
    assert shown.startswith("starting PyTorch, then grading ...\r")
    assert "\x1b[" in shown
    assert not re.search(r"\x1b(?!\[[0-9;]*m)", shown)  # colour, and nothing that moves


def test_no_line_is_wider_than_the_terminal(typed: tuple[str, int]) -> None:
    lines = plain(typed[0]).replace("\r\n", "\n").split("\n")
    assert max(len(line.rpartition("\r")[2]) for line in lines) <= 80
