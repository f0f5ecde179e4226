"""The confinement of a worker, in the one order that works, and the proof that it holds."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.report import Layer
from grader.worker.isolation import landlock, limits, namespaces, seccomp
from grader.worker.isolation.kernel import attempt


def confine(
    readable: Sequence[str],
    memory: int,
    off: frozenset[str] = frozenset(),
    devices: bool = False,
) -> tuple[Layer, ...]:
    """Confine this process for good and say which layers hold; never raises.

    To be called right after the fork: Landlock and seccomp hold for the calling thread and those it
    starts later. ``readable`` are paths, ``memory`` is in bytes beyond what the process has now,
    ``off`` leaves out "landlock", "seccomp" or "limits", and ``devices`` lets a GPU's driver work.
    """
    layers: list[Layer] = []

    def layer(name: str, switch: str, action: Callable[[], str]) -> bool:
        layers.append(attempt(name, switch, off, action))
        return layers[-1].in_force

    alone = namespaces.has_own_users()
    layer("death with the template", "limits", limits.die_with_parent)
    # The order is the point: capabilities would raise the limits again, and without privileges
    # Landlock and seccomp are granted only to one who gave up gaining any. seccomp comes last,
    # because it refuses the calls that the others are made of.
    layer("no capabilities", "limits", limits.drop_capabilities)
    layer("no new privileges", "limits", limits.forbid_privileges)
    layer("resources", "limits", lambda: limits.limit_resources(memory, devices, alone))
    layer("no dumps", "limits", limits.forbid_dumps)
    landlocked = layer("Landlock", "landlock", lambda: landlock.apply(readable, devices))
    # Where no layer judges paths, no file at all is opened for writing.
    writes = landlocked or devices
    layer("seccomp", "seccomp", lambda: seccomp.apply(devices, writes))
    layers.append(_no_writing(layers[-2], layers[-1], devices))
    return tuple(layers)


def _no_writing(landlock: Layer, seccomp: Layer, devices: bool) -> Layer:
    """Whether files are kept from being written: no layer more, but what those two come to."""
    if landlock.in_force:
        return Layer("no writing", True, "by Landlock")
    if not seccomp.in_force:
        return Layer("no writing", False, seccomp.detail)
    if devices:
        return Layer("no writing", False, "a GPU's driver writes to its files")
    return Layer("no writing", True, "by seccomp")


def canary(paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the secret ``paths`` that this process could open or list; empty is as it should be.

    A folder that lists as empty counts as shut: that is how a hidden one looks.
    """
    return tuple(path for path in paths if _is_open(Path(path)))


def _is_open(path: Path) -> bool:
    try:
        if path.is_dir():
            return any(path.iterdir())
        os.close(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)))
    except OSError:
        return False
    return True
