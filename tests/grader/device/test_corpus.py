"""Every right function of the device check's corpus is fine there, and every wrong one is found."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.grading.grader import Grader

BENCH = Path(__file__).resolve().parents[2] / "bench"
LEAST = 60


@pytest.fixture(scope="module")
def tried() -> Iterator[Any]:
    """The benchmark's own way to try a function."""
    sys.path.insert(0, str(BENCH))
    yield importlib.import_module("tried")
    sys.path.remove(str(BENCH))


@pytest.mark.parametrize(("kind", "wanted"), [("right", "fine"), ("wrong", "mistake")])
def test_recall_and_false_alarms(grader: Grader, tried: Any, kind: str, wanted: str) -> None:
    with tried.Bench(grader.launcher, BENCH / "device_corpus" / f"{kind}.py") as bench:
        seen = {name: bench.simulated(name) for name in bench.names}
    assert len(seen) >= LEAST
    assert {name: said for name, said in seen.items() if said[0] != wanted} == {}
