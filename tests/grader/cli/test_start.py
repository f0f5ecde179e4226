"""What the command imports is not searched for garbage; what it does afterwards is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Told = Callable[[str], list[str]]
CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture
def told(tmp_path: Path) -> Callable[[str], list[str]]:
    """The words that a program prints, in an empty folder."""

    def run(program: str) -> list[str]:
        found = subprocess.run(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            capture_output=True,
            text=True,
            check=True,
        )
        return found.stdout.split()

    return run


def test_nothing_is_collected_before_the_command_s_module_is_there(told: Told) -> None:
    assert told("import gc, grader.cli.start; print(gc.isenabled())") == ["False"]


def test_from_then_on_it_is(told: Told) -> None:
    program = "import gc, grader.cli.start as s, grader.cli.main as m; m.main([{}]); {}"
    shown = told(program.format("'hint', '01'", "print(gc.isenabled(), gc.get_freeze_count() > 0)"))
    assert shown[-2:] == ["True", "True"]


def test_a_process_that_collects_already_is_left_as_it_is(told: Told) -> None:
    program = (
        "import gc, grader.cli.main as m; m.main(['hint', '01']); print(gc.get_freeze_count())"
    )
    assert told(program)[-1] == "0"
