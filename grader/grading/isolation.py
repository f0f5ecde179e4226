"""The layers here, one by one, and the one rule by which other people's code is run or refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.promises import broken_promises
from grader.report import Layer

if TYPE_CHECKING:
    from grader.grading.grader import Grader

PURPOSES = {
    "death with the grader": "a killed grader leaves no process behind",
    "user namespace": "a worker's user owns nothing outside",
    "PID namespace": "a worker's processes end with it",
    "mount namespace": "the course's secrets are covered, and no mount can be written to",
    "own root": "a worker sees the libraries and no other file",
    "network namespace": "a worker has no network",
    "IPC namespace": "a worker shares no memory by name",
    "death with the template": "a lost template leaves no worker behind",
    "no capabilities": "root's rights are given up",
    "no new privileges": "no program gives rights back",
    "resources": "memory, threads, descriptors and file sizes are bounded",
    "no dumps": "nobody looks into a worker, and it writes no core",
    "Landlock": "files open for reading where the libraries are, for writing nowhere",
    "seccomp": "the kernel answers the calls on a list, and refuses all others",
    "no writing": "no file is opened for writing",
}


@dataclass(frozen=True)
class Standing:
    """A layer as `learn doctor` shows it: its name, what it is for, what became of it."""

    name: str
    purpose: str
    in_force: bool
    why: str  # a detail where it is in force, else the reason why not


def layers_here(grader: Grader) -> tuple[Layer, ...]:
    """The layers around a worker of this grader, which is started for it and ended again.

    Raises Fault when none can be started, or when it could read what it must not see.
    """
    from grader.worker.client import Client, Program

    with Client(grader.launcher, Program("empty.py", "", ())) as client:
        client.load()
        return (*grader.launcher.layers, *client.layers)


def standings(layers: Iterable[Layer]) -> tuple[Standing, ...]:
    """Every layer that there could be, in force, not available, or not even attempted here."""
    told = {layer.name: layer for layer in layers}
    absent = Layer("", False, "not attempted on this system")
    return tuple(
        Standing(name, purpose, told.get(name, absent).in_force, told.get(name, absent).detail)
        for name, purpose in PURPOSES.items()
    )


def demand_isolation(layers: Iterable[Layer], allow_weak: bool = False) -> tuple[str, ...]:
    """The promises that are broken and allowed to be.

    Raises UsageError when one is broken and ``allow_weak`` is not given.
    """
    broken = broken_promises(layers)
    if broken and not allow_weak:
        raise UsageError(
            "other people's code is not run here: this machine cannot isolate it",
            f"not promised: {'; '.join(broken)}",
            "learn doctor    shows each layer; --allow-weak-isolation runs it with your rights",
        )
    return broken
