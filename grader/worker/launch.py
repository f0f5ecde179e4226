"""How the trusted side starts workers: by fork of a template on Linux, by spawn elsewhere."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from grader.errors import Fault
from grader.report import Layer
from grader.worker.interpreter import interpreter_settings, start_interpreter
from grader.worker.main import Confinement, become_worker
from grader.worker.memory import fill_new_memory
from grader.worker.preload import PRELOADS, import_torch
from grader.worker.process import Killed, Launcher, Process, wire
from grader.worker.stock import laid_down, places
from grader.worker.template import Control, Message, become_template, number_of

DEVICE_ROOM = 8 << 30  # bytes of the host's memory that a GPU's driver and its libraries may take
LIVES = 5  # times that a lost template is replaced, which costs an import of torch
ANSWER_TIMEOUT = 120.0  # seconds; the template answers at once, save where it imports


class ForkLauncher:
    """Workers forked from a template, which is forked from this process here and now.

    To be made before anything secret is loaded, with torch imported or not.

    Args:
        rules: what every worker may do.
        clean: whether nothing secret is in this process; else the template is a fresh interpreter,
            which imports torch once more.
    """

    def __init__(self, rules: Confinement, clean: bool = True) -> None:
        import_torch()
        self._rules = rules
        self.memory = rules.memory
        self._preloaded: dict[tuple[str, ...], None] = {}
        self._owed: list[Callable[[Message], None]] = []  # who hears the answers still to come
        self._lives = LIVES
        self._stocked: Sequence[bytes] = []  # the requests that the template has taken up
        self._stock: dict[bytes, list[int]] = {}  # their numbers
        self._control: Control | None = None
        self._open(clean)

    def _open(self, clean: bool) -> None:
        """Starts the template and hears which layers hold."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        make = _forked if clean else _fresh
        self._pid = make(ours, theirs, self._rules)
        theirs.close()
        ours.settimeout(ANSWER_TIMEOUT)
        self._control = Control(ours)
        hello = self._receive()
        if hello["poisoned"]:  # its workers could not use the GPU that this process has used
            self.close()
            return self._open(clean=False)
        _one_thread(hello)
        self.layers = tuple(Layer(**layer) for layer in hello["layers"])

    def start(self, devices: bool = False) -> Process:
        """A fork of the template; of a fresh one where the last was lost."""
        process = self.order(devices)
        try:
            self.settle(process)
        except Fault:
            process.discard()
            raise
        return process

    def order(self, devices: bool = False) -> Process:
        """Asks the template for a fork."""
        if self._control is None and self._lives:
            self._lives -= 1
            self._open(clean=False)
            for words in self._preloaded:
                self._preload(*words)
        wire_end, worker_wire = wire()
        prints_end, worker_prints = os.pipe()
        process = Process(wire_end, prints_end, 0, awake=self._rules.awake, stock=self._stock)

        def hear(answer: Message) -> None:
            if "error" in answer:
                raise Fault("the grader could not start a worker", answer["error"])
            process.pid, process.here = answer["pid"], answer.get("here", 0)

        try:
            memory = self.memory + DEVICE_ROOM * devices
            message: Message = {"fork": True, "memory": memory, "devices": devices}
            self._send(message, (worker_wire.fileno(), worker_prints))
        except Fault:
            process.discard()
            raise
        finally:
            worker_wire.close()
            os.close(worker_prints)
        self._owed.append(hear)
        return process

    def end(self, process: Process, patience: float = 0.0) -> int | None:
        """Reaped by the template, its parent; without patience nobody waits for that."""
        self.settle(process)
        if not process.pid:  # ordered of a template that was lost before it could fork
            return None
        if not patience:
            self._send({"end": process.pid})
            return None
        answer = self._ask({"reap": process.pid, "patience": patience})
        process.outside = bool(answer["outside"])
        return None if answer["status"] is None else int(answer["status"])

    def preload(self, name: str, *words: str) -> None:
        """Done in the template, once, while this process goes on."""
        key = (name, *words)
        if key not in self._preloaded:
            self._preloaded[key] = None
            with contextlib.suppress(Killed):  # the template that follows a lost one has it
                self._preload(*key)

    def stock(self, requests: Sequence[bytes]) -> None:
        """Taken up by the template while this process goes on; not by one that replaces it."""
        if self._control is None or self._stocked == requests:
            return
        self._stocked, self._stock = list(requests), places(requests)
        descriptor = laid_down(requests)
        try:
            with contextlib.suppress(Killed):
                self._send({"stock": list(map(len, requests))}, (descriptor,))
                self._owed.append(_one_thread)
        finally:
            os.close(descriptor)

    def _preload(self, name: str, *words: str) -> None:
        def hear(answer: Message) -> None:
            if "error" in answer:
                raise Fault(f"the grader could not load {name}", answer["error"])
            _one_thread(answer)

        self._send({"preload": name, "words": words})
        self._owed.append(hear)

    def settle(self, process: Process | None = None) -> None:
        """Hears how the preloads went, and of the forks; no further than to the one of a worker."""
        while self._owed and not (process is not None and process.pid):
            answer, hear = self._receive(), self._owed.pop(0)
            hear(answer)

    def close(self) -> None:
        """Closes the control line and ends the template, and its workers with it."""
        if self._control is None:
            return
        self._control.close()
        self._control = None
        self._stocked, self._stock = [], {}
        self._owed.clear()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)  # it may be stopped, and never see the line's end
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    def _ask(self, message: Message, descriptors: tuple[int, ...] = ()) -> Message:
        self.settle()
        self._send(message, descriptors)
        return self._receive()

    def _send(self, message: Message, descriptors: tuple[int, ...] = ()) -> None:
        try:
            if self._control is None:
                raise EOFError
            self._control.send(message, descriptors)
        except (EOFError, OSError):
            raise self._lost() from None

    def _receive(self) -> Message:
        try:
            assert self._control is not None
            message, descriptors = self._control.receive()
            return message | {"here": number_of(descriptors[0])} if descriptors else message
        except (EOFError, OSError):
            raise self._lost() from None

    def _lost(self) -> Killed:
        """The line is closed for good: an answer that comes late would answer another question."""
        self.close()
        return Killed(
            "the grader lost the process that starts its workers", "", "run the command again"
        )


def _forked(ours: socket.socket, theirs: socket.socket, rules: Confinement) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # what is still buffered would be written by every child as well
    gc.freeze()
    pid = os.fork()
    if pid == 0:
        ours.close()
        become_template(Control(theirs), rules)
    return pid


def _fresh(ours: socket.socket, theirs: socket.socket, rules: Confinement) -> int:
    number = theirs.fileno()
    child = start_interpreter(("launch", "spawned_template"), rules, [number], control=number)
    child.returncode = 0  # awaited by its number, as a fork is
    return child.pid


def _one_thread(answer: Message) -> None:
    """A fork copies one thread: what another one holds would stay locked for ever."""
    if answer["tasks"] != 1:
        raise Fault(f"the process that starts workers has {answer['tasks']} threads, not one")


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
        self._preloads: list[tuple[str, ...]] = []

    def start(self, devices: bool = False) -> Process:
        """A new interpreter; the wire reaches it as its standard input's descriptor."""
        wire_end, worker_wire = wire()
        prints_end, worker_prints = os.pipe()
        child = start_interpreter(
            ("launch", "spawned"),
            replace(self._rules, memory=self.memory + DEVICE_ROOM * devices, devices=devices),
            [worker_prints],
            worker_wire.fileno(),
            prints=worker_prints,
            preloads=self._preloads,
        )
        worker_wire.close()
        os.close(worker_prints)
        awake = self._rules.awake
        return Process(wire_end, prints_end, child.pid, child, awake=awake, here=child.pid)

    def order(self) -> Process:
        """As `start`: nobody waits for an interpreter here."""
        return self.start()

    def settle(self, process: Process | None = None) -> None:
        """Nothing is owed here."""

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

    def preload(self, name: str, *words: str) -> None:
        """Done by each later worker before it confines itself."""
        if (name, *words) not in self._preloads:
            self._preloads.append((name, *words))

    def stock(self, requests: Sequence[bytes]) -> None:
        """Nothing: each worker would read them anew."""

    def close(self) -> None:
        """Nothing outlives its worker here."""


def spawned() -> None:
    """The main program of a spawned worker: imports, confines itself, serves."""
    rules, settings = interpreter_settings()
    import_torch()
    for name, *words in settings["preloads"]:
        PRELOADS[name](*words)
    fill_new_memory()
    become_worker(os.dup(0), settings["prints"], rules)


def spawned_template() -> None:
    """The main program of a template that could not be forked: imports, then serves."""
    rules, settings = interpreter_settings()
    import_torch()
    gc.freeze()
    become_template(Control(socket.socket(fileno=settings["control"])), rules)


def best_launcher(rules: Confinement, clean: bool = True) -> Launcher:
    """The fork launcher on Linux, where confinement needs it; the spawn launcher elsewhere.

    ``clean``: nothing secret was loaded into this process, so a template may be forked from it.
    """
    return ForkLauncher(rules, clean) if sys.platform == "linux" else SpawnLauncher(rules)
