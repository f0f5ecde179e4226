"""How the trusted side starts workers: by fork of a template on Linux, by spawn elsewhere."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from grader.errors import Fault
from grader.report import Layer
from grader.worker.main import Confinement
from grader.worker.preload import import_torch
from grader.worker.template import Control, Message, become_template

DEVICE_ROOM = 8 << 30  # bytes of the host's memory that a GPU's driver and its libraries may take


@dataclass
class Process:
    """A started worker, as the trusted side holds it: its wire, the pipe of its prints."""

    wire_end: socket.socket
    prints_end: int
    pid: int
    child: subprocess.Popen[bytes] | None = None
    ahead: int = 0  # answers to requests that were sent before a client had it


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

    def end(self, process: Process, patience: float = 0.0) -> int | None:
        """Ends the worker for certain; its own wait status, None where it had to be killed.

        ``patience``: seconds that it has to end by itself.
        """

    def preload(self, name: str) -> None:
        """Lets all later workers have these imports (`preload.PRELOADS`) from the start."""

    def close(self) -> None:
        """Ends everything that was started."""


class ForkLauncher:
    """Workers forked from a template, which is forked from this process here and now.

    To be made before anything secret is loaded, with torch imported or not.

    Args:
        rules: what every worker may do.
    """

    def __init__(self, rules: Confinement) -> None:
        import_torch()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()  # what is still buffered would be written by every child as well
        gc.freeze()
        self._pid = os.fork()
        if self._pid == 0:
            ours.close()
            become_template(Control(theirs), rules)
        theirs.close()
        self.memory = rules.memory
        self._control = Control(ours)
        self._preloaded: set[str] = set()
        hello = self._receive()
        _one_thread(hello)
        self.layers = tuple(Layer(**layer) for layer in hello["layers"])

    def start(self, devices: bool = False) -> Process:
        """A fork of the template."""
        wire_end, worker_wire = socket.socketpair()
        prints_end, worker_prints = os.pipe()
        try:
            memory = self.memory + DEVICE_ROOM * devices
            message: Message = {"fork": True, "memory": memory, "devices": devices}
            self._send(message, (worker_wire.fileno(), worker_prints))
            answer = self._receive()
            if "error" in answer:
                raise Fault("the grader could not start a worker", answer["error"])
        except Fault:
            wire_end.close()
            os.close(prints_end)
            raise
        finally:
            worker_wire.close()
            os.close(worker_prints)
        return Process(wire_end, prints_end, answer["pid"])

    def end(self, process: Process, patience: float = 0.0) -> int | None:
        """Reaped by the template, its parent."""
        self._send({"reap": process.pid, "patience": patience})
        status = self._receive()["status"]
        return None if status is None else int(status)

    def preload(self, name: str) -> None:
        """Imports in the template, once."""
        if name not in self._preloaded:
            self._preloaded.add(name)
            self._send({"preload": name})
            answer = self._receive()
            if "error" in answer:
                raise Fault(f"the grader could not import {name}", answer["error"])
            _one_thread(answer)

    def close(self) -> None:
        """Closes the control line, at which the template ends, and its workers with it."""
        self._control.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    def _send(self, message: dict[str, object], descriptors: tuple[int, ...] = ()) -> None:
        try:
            self._control.send(message, descriptors)
        except OSError:
            raise _lost() from None

    def _receive(self) -> Message:
        try:
            return self._control.receive()[0]
        except (EOFError, OSError):
            raise _lost() from None


def _one_thread(answer: Message) -> None:
    """A fork copies one thread: what another one holds would stay locked for ever."""
    if answer["tasks"] != 1:
        raise Fault(f"the process that starts workers has {answer['tasks']} threads, not one")


def _lost() -> Fault:
    return Fault("the grader lost the process that starts its workers", "", "run the command again")


class SpawnLauncher:
    """A fresh interpreter for each worker, for systems without a safe fork; torch is imported anew.

    Args:
        rules: what every worker may do.
    """

    layers: tuple[Layer, ...] = ()

    def __init__(self, rules: Confinement) -> None:
        import_torch()
        self._rules = rules
        self.memory = rules.memory
        self._preloads: list[str] = []

    def start(self, devices: bool = False) -> Process:
        """A new interpreter; the wire reaches it as its standard input's descriptor."""
        wire_end, worker_wire = socket.socketpair()
        prints_end, worker_prints = os.pipe()
        root = str(Path(__file__).resolve().parent.parent.parent)
        memory = self.memory + DEVICE_ROOM * devices
        changed = {"off": sorted(self._rules.off), "memory": memory, "devices": devices}
        rules = asdict(self._rules) | changed
        start = (
            "import sys; sys.path.append(sys.argv.pop()); "
            "from grader.worker.launch import spawned; spawned()"
        )
        settings = json.dumps({"rules": rules, "preloads": self._preloads, "prints": worker_prints})
        child = subprocess.Popen(
            [sys.executable, "-I", "-c", start, settings, root],
            stdin=worker_wire.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[worker_prints],
            start_new_session=True,
        )
        worker_wire.close()
        os.close(worker_prints)
        return Process(wire_end, prints_end, child.pid, child)

    def end(self, process: Process, patience: float = 0.0) -> int | None:
        """Kills the interpreter and everything in its session."""
        assert process.child is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.child.wait(patience)
        code = process.child.poll()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.child.wait()
        if code is None:
            return None
        return -code if code < 0 else code << 8

    def preload(self, name: str) -> None:
        """Imported by each later worker before it confines itself."""
        if name not in self._preloads:
            self._preloads.append(name)

    def close(self) -> None:
        """Nothing outlives its worker here."""


def spawned() -> None:
    """The main program of a spawned worker: imports, confines itself, serves."""
    from grader.worker.main import become_worker
    from grader.worker.preload import PRELOADS

    settings = json.loads(sys.argv[1])
    import_torch()
    for name in settings["preloads"]:
        PRELOADS[name]()
    rules = settings["rules"]
    confinement = Confinement(
        readable=tuple(rules["readable"]),
        secret=tuple(rules["secret"]),
        memory=rules["memory"],
        devices=rules["devices"],
        off=frozenset(rules["off"]),
    )
    become_worker(os.dup(0), settings["prints"], confinement)


def best_launcher(rules: Confinement) -> Launcher:
    """The fork launcher on Linux, where confinement needs it; the spawn launcher elsewhere."""
    return ForkLauncher(rules) if sys.platform == "linux" else SpawnLauncher(rules)
