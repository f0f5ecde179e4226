"""A Dask cluster on this machine: a process that holds the scheduler and a nanny for each worker.

It is started by exec, isolated from the folder and the variables that the command was called with:
the folder may be full of students' files, and one of them may be called struct.py. It ends with its
standard input, and with the process that started it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import tempfile
from typing import Any

from grader.engines.gpus import SLOTS, Slots
from grader.errors import Fault

_START = (
    "import sys; sys.path[:] = sys.argv.pop().split('\\n'); "
    "from grader.engines.dask_cluster import main; main()"
)


class LocalCluster:
    """Processes of this machine as a cluster.

    Args:
        workers: processes that take chunks, one at a time each.
        gpu_slots: how many of them may take chunks for a GPU; one for each GPU by default.

    Raises Fault when it does not start.
    """

    def __init__(self, workers: int, gpu_slots: int | None = None) -> None:
        settings = {"workers": workers, "gpu_slots": gpu_slots, "parent": os.getpid()}
        path = "\n".join(entry for entry in sys.path if entry)
        told = None if os.environ.get("LEARN_TRACEBACK") else subprocess.DEVNULL
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, json.dumps(settings), path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            start_new_session=True,  # the terminal's Ctrl-C is the command's to handle
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().decode().strip()
        if not self.address:
            raise Fault(
                "the Dask cluster of this machine did not start",
                f"its process ended with {self._process.wait()}",
                "LEARN_TRACEBACK=1 shows what it says",
            )

    def close(self) -> None:
        """Ends the cluster and all below it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(10.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


def _workers(count: int, gpu_slots: int | None, folder: str) -> dict[int, dict[str, Any]]:
    """What starts each worker: one thread, no limit on memory, which is the confined workers'."""
    from distributed import Nanny

    options = {"nthreads": 1, "memory_limit": 0, "local_directory": folder, "dashboard": False}
    slots, found = Slots(gpu_slots), {}
    for number in range(count):
        own: dict[str, Any] = {"resources": {}}
        if number < slots.count:
            gpu = slots.gpu(number)
            env = {SLOTS: str(slots.on_each)} | ({"CUDA_VISIBLE_DEVICES": gpu} if gpu else {})
            own = {"resources": {"GPU": 1}, "env": env}
        found[number] = {"cls": Nanny, "options": {**options, **own}}
    return found


def main() -> None:
    """The cluster's own program; its settings are its argument."""
    settings = json.loads(sys.argv[1])
    from grader.worker.isolation.limits import die_with_parent

    with contextlib.suppress(OSError):
        die_with_parent()
    if os.getppid() != settings["parent"]:
        return
    import distributed

    own = {"host": "127.0.0.1", "port": 0, "dashboard": False}
    with tempfile.TemporaryDirectory(prefix="learn-dask-") as folder:
        start: Any = distributed.SpecCluster
        with start(
            workers=_workers(settings["workers"], settings["gpu_slots"], folder),
            scheduler={"cls": distributed.Scheduler, "options": own},
            silence_logs=logging.CRITICAL,
        ) as cluster:
            print(cluster.scheduler_address, flush=True)
            sys.stdin.read()
