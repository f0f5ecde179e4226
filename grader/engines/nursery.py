"""The nursery: a process that imports torch once, knows nothing secret, and forks engine processes.

    learn grade -> nursery -> engine process -> porter -> template -> worker

An engine process that dies is replaced by a fork, not by a second import; and because no suite was
ever opened here, a replacement's workers are as clean as the first ones. The kernel ends each with
its parent, so nothing outlives the command, whatever ends it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

from grader.engines.line import Line
from grader.errors import Fault, UsageError

# Of large pages a fork copies the table faster, and its end gives them back faster.
LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
PATIENCE = 2.0  # seconds that idle processes have to end by themselves
_NUMBER = struct.Struct("!q")
# The parent's own import path, and not the folder that the command was called in: it may be full
# of students' files, and one of them may be called torch.py.
_START = (
    "import sys; sys.path[:] = sys.argv.pop().split('\\n'); "
    "from grader.engines.nursery import main; main()"
)


class Nursery:
    """The engine's end: starts the nursery and asks it for processes.

    Args:
        root: the course's folder.
        off: layers of isolation switched off, to test how the rest degrades.

    Raises UsageError on a system without forks.
    """

    def __init__(self, root: Path, off: frozenset[str] = frozenset()) -> None:
        if not hasattr(os, "fork"):
            raise UsageError(
                "a class cannot be graded on this system", f"{sys.platform} has no fork",
                "learn grade runs on Linux, in a container or WSL too, and on macOS",
            )  # fmt: skip
        ours, theirs = socket.socketpair()  # every message has one size, and waits for its answer
        settings = json.dumps({"root": str(root), "off": sorted(off), "parent": os.getpid()})
        path = "\n".join(entry for entry in sys.path if entry)
        told = None if os.environ.get("LEARN_TRACEBACK") else subprocess.DEVNULL
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, str(theirs.fileno()), settings, path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=told,
            pass_fds=[theirs.fileno()],
            env={**LARGE_PAGES, **os.environ},
            start_new_session=True,  # the terminal's Ctrl-C is the command's to handle
        )
        theirs.close()
        self._control = ours

    def fork(self) -> tuple[Line, int]:
        """A new engine process: the line to it, and its number.

        Raises Fault when the nursery is gone.
        """
        ours, theirs = socket.socketpair()
        try:
            pid = _ask(self._control, 0, [theirs.fileno()])
        except OSError:
            ours.close()
            raise Fault(
                "the grader lost the process that starts its engines",
                f"it ended with {self._process.poll()}",
                "run the command again: what was graded is kept",
            ) from None
        finally:
            theirs.close()
        return Line(ours), pid

    def kill(self, pid: int) -> None:
        """Ends an engine process and all below it, if it is still there."""
        with contextlib.suppress(OSError):
            _ask(self._control, pid, [])

    def close(self) -> None:
        """Ends the nursery and all that it started."""
        self._control.close()
        try:
            self._process.wait(5.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _ask(control: socket.socket, number: int, descriptors: list[int]) -> int:
    """A request and its answer: 0 asks for a process with a line, another number ends that one."""
    socket.send_fds(control, [_NUMBER.pack(number)], descriptors)
    answer = control.recv(_NUMBER.size)
    if len(answer) < _NUMBER.size:
        raise BrokenPipeError
    return int(_NUMBER.unpack(answer)[0])


def main() -> None:
    """The nursery's own program; its descriptor and its settings are its arguments."""
    settings = json.loads(sys.argv[2])
    control = socket.socket(fileno=int(sys.argv[1]))
    from grader.worker.isolation.limits import die_with_parent
    from grader.worker.preload import import_torch

    with contextlib.suppress(OSError):
        die_with_parent()
    if os.getppid() != settings["parent"]:
        os._exit(0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import_torch()
    gc.freeze()  # a collection in an engine process would copy every page it touches
    alive: set[int] = set()
    with contextlib.suppress(OSError):
        _serve(control, alive, Path(settings["root"]), frozenset(settings["off"]))
    _end(alive)
    os._exit(0)


def _end(alive: set[int]) -> None:
    """Waits for the processes, whose lines are closed too; one that is busy is ended."""
    until = time.monotonic() + PATIENCE
    while alive and time.monotonic() < until:
        _reap(alive)
        time.sleep(0.01)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _serve(control: socket.socket, alive: set[int], root: Path, off: frozenset[str]) -> None:
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, _NUMBER.size, 1)
        if not data:
            return
        _reap(alive)
        (number,) = _NUMBER.unpack(data)
        if number:
            if number in alive:  # else it may be another process's by now
                os.kill(number, signal.SIGKILL)
            control.send(data)
            continue
        nursery = os.getpid()
        pid = os.fork()
        if pid == 0:
            _become_process(control, descriptors[0], nursery, root, off)
        os.close(descriptors[0])
        alive.add(pid)
        control.send(_NUMBER.pack(pid))


def _reap(alive: set[int]) -> None:
    for pid in list(alive):
        if os.waitpid(pid, os.WNOHANG)[0]:
            alive.discard(pid)


def _become_process(
    control: socket.socket, descriptor: int, nursery: int, root: Path, off: frozenset[str]
) -> None:
    """Turns this fork into an engine process; never returns."""
    from grader.engines.process import serve
    from grader.worker.isolation.limits import die_with_parent

    status = 1
    try:
        with contextlib.suppress(OSError):
            die_with_parent()
        if os.getppid() == nursery:
            control.close()
            serve(Line(socket.socket(fileno=descriptor)), root, off)
            status = 0
    except BaseException:
        if os.environ.get("LEARN_TRACEBACK"):
            import traceback

            traceback.print_exc()
    finally:
        os._exit(status)
