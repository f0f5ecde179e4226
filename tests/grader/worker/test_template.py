"""The template: small messages with descriptors, one thread, no way to outlive its grader."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.grading.grader import Grader
from grader.worker import template
from grader.worker.launch import ForkLauncher
from grader.worker.template import Control


@pytest.fixture
def controls() -> Iterator[tuple[Control, Control]]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pair = Control(ours), Control(theirs)
    yield pair
    for control in pair:
        control.close()


def test_messages_stay_apart_and_carry_descriptors(controls: tuple[Control, Control]) -> None:
    near, far = controls
    reading, writing = os.pipe()
    near.send({"one": 1})
    near.send({"two": 2}, (writing,))
    assert far.receive() == ({"one": 1}, [])
    message, descriptors = far.receive()
    assert message == {"two": 2}
    os.write(descriptors[0], b"through")
    assert os.read(reading, 10) == b"through"
    for descriptor in (reading, writing, *descriptors):
        os.close(descriptor)


def test_a_closed_line_is_the_end(controls: tuple[Control, Control]) -> None:
    near, far = controls
    near.close()
    with pytest.raises(EOFError):
        far.receive()
    with pytest.raises(OSError):  # noqa: PT011 - which of them the system says differs
        far.send({"one": 1})


MEMORY = 1 << 30


def test_a_child_that_ends_is_reaped_with_its_status() -> None:
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 5"], {})
    assert template._reap(pid, 20, MEMORY) == {"status": 5 << 8, "outside": False}


def test_a_child_that_goes_on_is_killed() -> None:
    pid = os.posix_spawn("/bin/sleep", ["sleep", "1000"], {})
    assert template._reap(pid, 0, MEMORY) == {"status": None, "outside": False}
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_child_that_is_gone_already_is_no_trouble() -> None:
    pid = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(pid, 0)
    assert template._reap(pid, 0, MEMORY) == {"status": None, "outside": False}


def test_without_pidfd_a_child_is_reaped_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    pid = os.posix_spawn("/bin/sleep", ["sleep", "1000"], {})
    assert template._reap(pid, 1, MEMORY) == {"status": None, "outside": False}


def test_a_child_that_was_killed_is_there_until_it_is_reaped() -> None:
    pid = os.posix_spawn("/bin/sleep", ["sleep", "1000"], {})
    assert template._is_there(pid)
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    os.kill(pid, 0)  # its number is its own until then
    assert not template._is_there(pid)
    assert not template._is_there(pid)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_workers_that_were_ended_are_reaped_though_nothing_is_asked(grader: Grader) -> None:
    before = set(_workers(grader))
    for _ in range(3):
        process = grader.launcher.start()
        grader.launcher.end(process)
        process.discard()
    until = time.monotonic() + 60
    while set(_workers(grader)) - before and time.monotonic() < until:
        time.sleep(0.01)
    assert not set(_workers(grader)) - before


LARGE = "import sys; x = bytearray(400 << 20); x[::4096] = bytes(len(x) // 4096); print(); input()"
THREADS = "import threading; threading.Thread(target=input).start(); print()"


@pytest.mark.parametrize(
    ("program", "small"), [(LARGE, False), (THREADS, False), ("print(); input()", True)]
)
def test_a_large_child_is_waited_for(program: str, small: bool) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    assert template._is_small(child.pid) is small
    dying = template.Dying()
    dying.kill(child.pid)
    assert bool(dying._pids) is small
    child.wait()
    child.communicate()
    assert not template._is_small(child.pid)  # nobody knows


def test_without_pidfd_they_are_reaped_with_the_next_message(
    controls: tuple[Control, Control], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    near, far = controls
    dying = template.Dying()
    pid = os.posix_spawn("/bin/sleep", ["sleep", "1000"], {})
    dying.kill(pid)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    near.send({"one": 1})
    dying.reap_until(far)
    assert far.receive()[0] == {"one": 1}
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_those_that_end_are_reaped_before_a_message_and_their_descriptors_closed(
    controls: tuple[Control, Control],
) -> None:
    near, far = controls
    dying, before = template.Dying(), len(list(Path("/proc/self/fd").iterdir()))
    pids = [os.posix_spawn("/bin/sleep", ["sleep", "1000"], {}) for _ in range(2)]
    for pid in pids:
        dying.kill(pid)
    for pid in pids:
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    near.send({"one": 1})
    dying.reap_until(far)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def _workers(grader: Grader) -> list[int]:
    """Those of the template; where it has a namespace of its own it is a child of the porter."""
    assert isinstance(grader.launcher._launcher, ForkLauncher)
    alone = any(x.name == "PID namespace" and x.in_force for x in grader.launcher.layers)
    started = grader.launcher._launcher._pid
    return _children(_children(started)[0] if alone else started)


def _children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def test_it_has_one_thread_and_no_terminal(grader: Grader) -> None:
    assert isinstance(grader.launcher._launcher, ForkLauncher)
    own = Path(f"/proc/{grader.launcher._launcher._pid}")
    assert len(list((own / "task").iterdir())) == 1
    assert os.getsid(grader.launcher._launcher._pid) != os.getsid(0)
