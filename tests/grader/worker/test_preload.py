"""Imports that happen once, before a process forks or confines itself."""

from __future__ import annotations

import os
import subprocess
import sys

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
