"""Imports that happen once, before a process forks or confines itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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


LARGE = (
    """
from grader.catalog import bundled_course
from grader.grading.grader import Grader
from grader.worker.client import Client, Program

ANSWER = """
    + repr("""
import resource
import torch

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    torch.zeros(16 << 20)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
""")
    + """

program = Program("x.py", ANSWER, ())
with Grader(bundled_course()) as grader, Client(grader.launcher, program) as client:
    print(client.request("call", target="faults", args=[], kwargs={"d": []}).value)
"""
)


def _large_pages() -> bool:
    try:
        told = Path("/sys/kernel/mm/transparent_hugepage/enabled").read_text("ascii")
    except OSError:
        return False
    return "[never]" not in told


@pytest.mark.skipif(not _large_pages(), reason="the system gives no large pages")
def test_a_large_tensor_of_a_worker_comes_in_large_pages() -> None:
    """Else 64 MiB are 16,384 page faults, which take longer than the bytes to be sent."""
    told = subprocess.run([sys.executable, "-c", LARGE], capture_output=True, text=True, check=True)
    assert int(told.stdout) < 4096
