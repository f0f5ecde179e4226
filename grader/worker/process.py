"""A started worker as the trusted side holds it, and the seam to the ways to start one."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from grader.errors import Fault
from grader.report import Layer

ROOM = 1 << 20  # bytes on their way before the sender waits
SNDBUFFORCE = 32  # Linux' number of the option for root, beyond what the system gives to all


class Killed(Fault):
    """A process of ours was ended by something that is neither the submission nor the grader."""


@dataclass
class Process:
    """A started worker, as the trusted side holds it: its wire, the pipe of its prints."""

    wire_end: socket.socket
    prints_end: int
    pid: int
    child: subprocess.Popen[bytes] | None = None
    outside: bool = False  # once it ended: by a signal that neither it nor the launcher sent
    awake: float = 0.0  # seconds that both sides look for more before they sleep
    stock: Mapping[bytes, Sequence[int]] = field(default_factory=dict)  # what it is born with
    here: int = 0  # its number as this process sees it, where devices asked for one; 0: not known

    def discard(self) -> None:
        """Closes what this side holds of it."""
        self.wire_end.close()
        os.close(self.prints_end)


class Launcher(Protocol):
    """The seam between the client and the ways to start a worker."""

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers of isolation that hold before a worker says more."""

    memory: int  # bytes that each worker started from now on may have, as in `Confinement`

    def start(self, devices: bool = False) -> Process:
        """A new confined worker that says hello on its wire; ``devices`` lets a GPU's driver work.

        Raises Fault when none can be started.
        """

    def order(self) -> Process:
        """As `start`, but does not wait for the worker to be there: `settle` does."""

    def settle(self, process: Process | None = None) -> None:
        """Waits for what was ordered, or for one worker; raises Fault where it cannot be had."""

    def end(self, process: Process, patience: float = 0.0) -> int | None:
        """Ends the worker for certain; its own wait status, None where it had to be killed.

        ``patience``: seconds that it has to end by itself; without any it is killed, and need not
        be gone when this returns.
        """

    def preload(self, name: str, *words: str) -> None:
        """Lets all later workers have this (`preload.PRELOADS`) from the start."""

    def stock(self, requests: Sequence[bytes]) -> None:
        """Lets later workers be born with these requests, in place of others (see `stock`)."""

    def close(self) -> None:
        """Ends everything that was started."""


def wire() -> tuple[socket.socket, socket.socket]:
    """The two ends of a worker's line, with room for much of a large tensor: who waits less often
    for the other side is not woken as often."""
    ends = socket.socketpair()
    options = (SNDBUFFORCE, socket.SO_SNDBUF) if sys.platform == "linux" else (socket.SO_SNDBUF,)
    for end in ends:
        for option in options:
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, option, ROOM)
                break
    return ends
