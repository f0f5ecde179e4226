"""The table of a machine with a GPU, rehearsed without one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

SCRIPT = Path(__file__).resolve().parents[2] / "gpu" / "run.py"


def run(*words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_without_a_gpu_it_says_so_and_gives_no_table() -> None:
    code, said = run()
    assert code == 3
    assert said.startswith("no GPU here")
    assert "==" not in said


def test_a_rehearsal_says_that_it_is_one_and_is_not_kept() -> None:
    kept = set(SCRIPT.with_name("results").iterdir())
    code, said = run("--device", "cpu", "--quick", "--parts", "answers", "margins", "--", "01")
    assert code == 0, said
    assert said.startswith("REHEARSAL on the CPU: no GPU was used")
    assert "01_first_tensor            passed" in said
    assert "1 is the bound" in said
    assert set(SCRIPT.with_name("results").iterdir()) == kept


def test_what_is_not_installed_is_named(tmp_path: Path) -> None:
    """A machine with a GPU may have torch and nothing else, and no network."""
    code = (
        f"import sys; sys.path.insert(0, {str(SCRIPT.parent)!r}); import run; print(run.lacking())"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("not here: torch numpy click pytest pytest-timeout rich."), done
    assert "pip install --target FOLDER" in done.stdout


def test_every_fault_is_a_submission_that_can_be_loaded() -> None:
    parts = SCRIPT.parent
    sys.path.insert(0, str(parts))
    try:
        import faults
    finally:
        sys.path.remove(str(parts))
    assert len(faults.FAULTS) >= 5
    for body in faults.FAULTS.values():
        compile(faults.broken(body), "broken.py", "exec")


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here: the table itself wants one")
def test_the_quick_table_of_a_real_gpu() -> None:
    code, said = run("--quick", "--parts", "answers", "corpus", "faults", "--", "03", "33")
    assert code == 0, said
