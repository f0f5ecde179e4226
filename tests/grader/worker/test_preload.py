"""Imports that happen once, before a process forks or confines itself."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SCRIPT = """
import gc, os
from grader.worker.preload import import_torch
import_torch()
import torch
task = "/proc/self/task"
print(torch.get_num_threads(), len(os.listdir(task)) if os.path.isdir(task) else 1)
print(os.environ["OMP_NUM_THREADS"], gc.isenabled())
gc.disable()
import_torch()
print(gc.isenabled())
"""


def test_torch_is_imported_with_one_thread_and_collection_as_it_was() -> None:
    unset = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "1", "1", "True", "False"]


LEAN = """
import sys
from grader.worker.preload import PRELOADS, complete, import_torch
import_torch(lean=True)
import torch
assert "torch._refs" not in sys.modules, "nothing was put off"
"""
USES = {
    "a generator": "print(torch.Generator().manual_seed(3).initial_seed())",
    "an optimizer": "PRELOADS['optimizers'](); print(3)",
    "decompositions": "complete('import torch._decomp'); import torch._decomp; print(3)",
    "references": "complete('import torch._refs'); import torch._refs; print(3)",
    "a kernel for tensors without data": """
complete("x = torch.empty(3, device='meta')")
print(len(torch.ops.aten._linalg_eigh(torch.empty(3, 3, device="meta"))) + 1)
""",
    "modules asked for their files": """
print(3 * all(getattr(m, "__file__", "") is not ... for m in list(sys.modules.values())))
assert "torch._refs" not in sys.modules
""",
}


@pytest.mark.parametrize("use", USES)
def test_what_a_lean_import_puts_off_comes_when_it_is_needed(use: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LEAN + USES[use]], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.strip()) == (0, "3"), done.stderr
