"""The template: a clean process that holds torch and no secret, and only forks workers.

It is forked from the grading process after torch is imported and before a suite, a reference or a
wrong is loaded; so one import serves every submission, and no secret is in a worker's memory. It
must keep to one thread: an operation that starts torch's thread pool here would hang every worker.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import torch

from grader.worker import isolation, stock
from grader.worker.main import Confinement, become_worker, library_path, worker_environment
from grader.worker.memory import fill_new_memory
from grader.worker.preload import PRELOADS

_MESSAGE_LIMIT = 1 << 20  # bytes
_MAX_DESCRIPTORS = 4
SMALL = 1 << 28  # bytes of memory that are freed in a few milliseconds; of these torch has 150 MiB

Message = dict[str, Any]


class Control:
    """The line between the grading process and its template: small JSON messages, descriptors.

    Args:
        sock: one end of a SOCK_SEQPACKET pair, which keeps messages apart.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def send(self, message: Message, descriptors: tuple[int, ...] = ()) -> None:
        """Sends a message; OSError when the other side is gone."""
        socket.send_fds(self._sock, [json.dumps(message).encode()], list(descriptors))

    def receive(self) -> tuple[Message, list[int]]:
        """The next message and its descriptors; EOFError when the other side is gone."""
        try:
            data, descriptors, _, _ = socket.recv_fds(self._sock, _MESSAGE_LIMIT, _MAX_DESCRIPTORS)
        except ConnectionError:
            raise EOFError from None
        if not data:
            raise EOFError
        return json.loads(data), descriptors

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self._sock.fileno()

    def close(self) -> None:
        """Closes this end."""
        self._sock.close()


def become_template(control: Control, rules: Confinement) -> NoReturn:
    """Turns this fork into the template, which serves until its control line closes."""
    try:
        if os.getsid(0) != os.getpid():
            os.setsid()  # the terminal's Ctrl-C is the grading process's to handle
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _replace_streams()
        isolation.close_descriptors([0, 1, 2, control.fileno()])
        isolation.forget_start(worker_environment())
        isolation.forget_shared()
        isolation.enter_template(rules.off)
        layers = isolation.prepare_template(rules.secret, rules.off, rules.readable)
        library_path(tuple(sys.path))  # worked out once for all workers
        fill_new_memory()
        told = [vars(layer) for layer in layers]
        control.send({"layers": told, "tasks": _tasks(), "poisoned": _poisoned()})
        _serve(control, rules)
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


def _replace_streams() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)


def _poisoned() -> bool:
    """Whether the parent has used CUDA: a context does not survive a fork."""
    return bool(torch.cuda._is_in_bad_fork())


def _tasks() -> int:
    try:
        return len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return 1


def _serve(control: Control, rules: Confinement) -> None:
    dying = Dying()
    while True:
        dying.reap_until(control)
        message, descriptors = control.receive()
        if "preload" in message:
            control.send(_preload(message["preload"], *message["words"]))
        elif "stock" in message:
            control.send(_stock(message["stock"], *descriptors))
        elif "end" in message:
            dying.kill(message["end"])
        elif "reap" in message:
            control.send(_reap(message["reap"], message["patience"], rules.memory))
        else:
            changed = {name: message[name] for name in ("memory", "devices")}
            _fork(control, replace(rules, **changed), *descriptors)


def _preload(name: str, *words: str) -> Message:
    try:
        PRELOADS[name](*words)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    gc.freeze()  # a collection in a worker would copy every page it touches
    return {"tasks": _tasks()}


def _stock(sizes: list[int], descriptor: int) -> Message:
    stock.take_up(descriptor, sizes)
    gc.freeze()
    return {"tasks": _tasks()}


def _reap(pid: int, patience: float, memory: int) -> Message:
    """The worker's own wait status, or None where it had to be killed.

    ``outside``: something else killed it, which was not for want of memory. Until it is reaped here
    its number cannot be another process's.
    """
    try:
        _wait_for_exit(pid, patience)
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
            small = usage.ru_maxrss * 1024 < memory // 2
            return {"status": status, "outside": killed and small and isolation.is_first_process()}
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    except ChildProcessError:
        pass
    return {"status": None, "outside": False}


class Dying:
    """Children that were killed and have yet to end; nobody waits while their memory is freed.

    Until one is reaped here its number cannot be another process's.
    """

    def __init__(self) -> None:
        self._pids: dict[int, int] = {}  # by a descriptor that tells of the end, or by themselves

    def kill(self, pid: int) -> None:
        """Kills a child, to be reaped later; a large one is waited for, so that the next one does
        not come on top of it."""
        small = _is_small(pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        if small:
            self._pids[next(iter(_descriptor(pid)), -pid)] = pid
            return
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)

    def reap_until(self, control: Control) -> None:
        """Reaps those that end before there is a message, and returns when there is one."""
        poll = select.poll()
        poll.register(control, select.POLLIN)
        for descriptor in [each for each in self._pids if each > 0]:
            poll.register(descriptor, select.POLLIN)
        there = not self._pids
        while not there:
            there = any(number == control.fileno() for number, _ in poll.poll())
            for descriptor, pid in list(self._pids.items()):
                if not _is_there(pid):
                    del self._pids[descriptor]
                    if descriptor > 0:
                        poll.unregister(descriptor)
                        os.close(descriptor)


def _is_small(pid: int) -> bool:
    """Whether a process has little memory of its own, and one thread."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return False
    told = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    threads, rest = (int(told.get(name, ["0"])[0]) for name in ("Threads", "RssAnon"))
    return threads <= 1 and rest << 10 < SMALL


def _is_there(pid: int) -> bool:
    """Whether a child has yet to end; it is reaped where it has."""
    with contextlib.suppress(ChildProcessError):
        return not os.waitpid(pid, os.WNOHANG)[0]
    return False


def _wait_for_exit(pid: int, patience: float) -> None:
    """Gives a process that has closed its line the time to finish dying."""
    if patience <= 0:
        return
    try:
        descriptor = os.pidfd_open(pid)
    except (OSError, AttributeError):  # an old kernel, or a Python built for one
        time.sleep(min(patience, 0.05))
        return
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    poll.poll(patience * 1000)
    os.close(descriptor)


def _fork(control: Control, rules: Confinement, wire_end: int, prints_end: int) -> None:
    try:
        pid = isolation.fork_worker()
    except OSError as error:
        control.send({"error": f"fork: {error.strerror}"})
        pid = -1
    if pid == 0:
        become_worker(wire_end, prints_end, rules)
    os.close(wire_end)
    os.close(prints_end)
    if pid > 0:
        shown = _descriptor(pid) if rules.devices else []
        control.send({"pid": pid}, tuple(shown))
        for descriptor in shown:
            os.close(descriptor)


def _descriptor(pid: int) -> list[int]:
    """By which another process learns what it calls this one; the GPU's driver tells by number."""
    try:
        return [os.pidfd_open(pid)]
    except (OSError, AttributeError):  # an old kernel, or a Python built for one
        return []


def number_of(descriptor: int) -> int:
    """What this process calls the one that a descriptor stands for; 0 where that is not known.

    The template calls it something else, in its own namespace. The descriptor is closed.
    """
    try:
        lines = Path(f"/proc/self/fdinfo/{descriptor}").read_text("ascii").splitlines()
    except OSError:
        return 0
    finally:
        os.close(descriptor)
    return max(0, *(int(line.split()[1]) for line in lines if line.startswith("Pid:")), 0)
