"""A worker's first and last steps: stripped of what it inherits, confined, then serving.

Runs in the untrusted process, before the submission's text is known to it.
"""

from __future__ import annotations

import gc
import io
import os
import socket
import sys
from dataclasses import dataclass
from functools import cache
from typing import NoReturn

from grader import wire
from grader.worker import isolation
from grader.worker.channel import Channel, Closed
from grader.worker.host import Host

# The only names of the environment that a submission sees.
ENVIRONMENT = {
    "PATH": os.defpath,
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TORCHINDUCTOR_CACHE_DIR": os.sep,  # torch._dynamo makes this folder at import: one that is
}
# Kept when they are set: CUDA does not start, or not the same, without them.
PASSED_ON = ("CUDA_VISIBLE_DEVICES", "CUBLAS_WORKSPACE_CONFIG", "LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True)
class Confinement:
    """What a worker may do.

    ``readable``: folders and files it may read. ``secret``: paths that its canary must not reach.
    ``memory``: bytes of private memory beyond what it is born with. ``devices``: whether
    accelerators are let through. ``awake``: seconds that it looks for the next request before it
    sleeps. ``off``: layers switched off, to test how the rest degrades.
    """

    readable: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    memory: int = 2 << 30
    devices: bool = False
    awake: float = 0.0
    off: frozenset[str] = frozenset()


def become_worker(wire_end: int, prints_end: int, rules: Confinement) -> NoReturn:
    """Turns this process into a worker that serves until its line is closed; never returns."""
    status = 1
    try:
        _replace_streams(prints_end)
        kept = os.dup(wire_end) if wire_end < 3 else wire_end
        isolation.close_descriptors([0, 1, 2, kept])
        _strip()
        if rules.devices:
            isolation.let_threads_be_named(rules.off)
        layers = isolation.confine(rules.readable, rules.memory, rules.off, rules.devices)
        reached = isolation.canary(rules.secret)
        channel = Channel(socket.socket(fileno=kept), awake=rules.awake)
        hello = {"layers": [vars(layer) for layer in layers], "reached": list(reached)}
        channel.send(hello, wire.Encoder(), None)
        gc.enable()
        Host(channel).serve()
        status = 0
    except Closed:
        status = 0
    finally:
        os._exit(status)


def _replace_streams(prints_end: int) -> None:
    """Standard input is empty, standard output and error go to the grader's pipe."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(prints_end, 1)
    os.dup2(prints_end, 2)
    sys.stdin = io.TextIOWrapper(io.FileIO(0), encoding="utf-8")
    sys.stdout = _text(1)
    sys.stderr = _text(2)
    for name in ("stdin", "stdout", "stderr"):
        setattr(sys, f"__{name}__", getattr(sys, name))


def _text(descriptor: int) -> io.TextIOWrapper:
    buffer = io.BufferedWriter(io.FileIO(descriptor, "w", closefd=False))
    return io.TextIOWrapper(buffer, "utf-8", "backslashreplace", line_buffering=True)


def _strip() -> None:
    """Drops what the grading process left lying about: environment, arguments, import paths."""
    environment = worker_environment()
    if os.environ != environment:  # a template has done it
        os.environ.clear()
        os.environ.update(environment)
    sys.argv[:] = ["submission"]
    os.chdir("/")
    sys.path[:] = library_path(tuple(sys.path))


def worker_environment() -> dict[str, str]:
    """All of the environment that a submission sees."""
    return ENVIRONMENT | {name: os.environ[name] for name in PASSED_ON if name in os.environ}


@cache
def library_path(path: tuple[str, ...]) -> list[str]:
    """The import path without the course's checkout and without relative entries."""
    checkout = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100,PTH120
    inside = os.path.basename(checkout) in ("site-packages", "dist-packages")  # noqa: PTH119
    return [
        entry
        for entry in path
        if os.path.isabs(entry) and (inside or os.path.realpath(entry) != checkout)  # noqa: PTH117
    ]
