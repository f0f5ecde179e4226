"""torch's libraries are loaded beside Python, and nothing of torch is imported by that."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="libraries are loaded ahead on Linux"
)


def run(text: str) -> subprocess.CompletedProcess[str]:
    """Runs a text in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", text], capture_output=True, text=True
    )


def test_the_libraries_are_loaded_and_torch_is_not_imported() -> None:
    done = run("""
import sys, threading
from pathlib import Path
from grader.worker.ahead import import_ahead
import_ahead()
print("libtorch_cpu.so" in Path("/proc/self/maps").read_text(), "torch" in sys.modules)
print("pytest" in sys.modules, len(list(Path("/proc/self/task").iterdir())))
import torch
print(float(torch.ones(3) @ torch.ones(3)))
""")
    assert done.stdout.split() == ["True", "False", "True", "1", "3.0"], done.stderr


@pytest.mark.parametrize("place", ["None", "'/nowhere/torch/__init__.py'"])
def test_a_torch_that_cannot_be_loaded_is_left_to_its_import(place: str) -> None:
    done = run(f"""
import importlib.util, types
importlib.util.find_spec = lambda name: types.SimpleNamespace(origin={place})
from grader.worker.ahead import import_ahead
import_ahead()
print("on it goes")
""")
    assert (done.stdout, done.stderr) == ("on it goes\n", "")
