"""The grading process: warm, apart from the kernel, and gone when the kernel is."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager, start_new_kernel

from grader.catalog import Course
from grader.errors import LearnError
from grader.grading.wishes import Wishes
from grader.notebook.process import Process

RIGHT = "def double(x):\n    if isinstance(x, str):\n        raise TypeError(x)\n    return x * 2\n"
ENDLESS = "def double(x):\n    while True:\n        pass\n"
LONG = 60.0  # seconds, after which a test gives up


@pytest.fixture
def process(make_course: Callable[..., Course]) -> Iterator[Process]:
    made = Process(make_course().root)
    made.start()
    yield made
    made.close()


def pid_of(process: Process) -> int:
    assert process._checking is not None
    return process._checking._process.pid


@pytest.fixture
def grade(process: Process, make_course: Any, hand_in: Any) -> Callable[..., Any]:
    course = Course(process._root)

    def run(text: str, name: str = "01", **wishes: Any) -> Any:
        return process.check(course.find(name), hand_in(text), Wishes(**wishes))

    return run


def until(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def family(ancestor: int) -> list[int]:
    """The living processes that a process started, itself included."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if state not in "ZX":
                parents[int(path.parent.name)] = int(parent)
    found = [ancestor] if ancestor in parents else []
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def alive(pids: list[int]) -> bool:
    return any(family(pid) for pid in pids)


def test_check_after_check_is_graded_by_the_same_process(process, grade):
    assert grade(RIGHT).passed
    first = pid_of(process)
    assert not grade(RIGHT.replace("* 2", "* 3")).passed
    assert grade(RIGHT, "03").passed
    assert grade(RIGHT, only=("example",), seed=3).possible == 1
    assert grade(RIGHT).possible > 1
    assert pid_of(process) == first


def test_a_process_that_died_is_started_anew(process, grade):
    grade(RIGHT)
    first = pid_of(process)
    os.kill(first, signal.SIGKILL)
    # Its first thread is a zombie before the last one has ended: only then can it be awaited.
    assert until(lambda: not process._checking.alive)
    assert grade(RIGHT).passed
    assert pid_of(process) != first


def test_a_death_in_the_middle_of_a_check_is_ours_and_the_next_check_works(
    process, grade, monkeypatch
):
    grade(RIGHT)
    wait = process._wait

    def killed(checking: Any) -> Any:
        os.kill(pid_of(process), signal.SIGKILL)
        return wait(checking)

    monkeypatch.setattr(process, "_wait", killed)
    with pytest.raises(LearnError, match="not by your doing") as caught:
        grade(ENDLESS)
    assert caught.value.next_step == "run the cell again: a new grader is started"
    monkeypatch.setattr(process, "_wait", wait)
    assert grade(RIGHT).passed


def test_an_interrupt_ends_the_check_and_not_the_process(process, grade, monkeypatch):
    grade(RIGHT)
    first, wait = pid_of(process), process._wait

    def interrupted(checking: Any) -> Any:
        signal.setitimer(signal.ITIMER_REAL, 0.2)  # while it waits
        return wait(checking)

    def ring(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, ring)
    monkeypatch.setattr(process, "_wait", interrupted)
    try:
        with pytest.raises(KeyboardInterrupt):
            grade(ENDLESS)
    finally:
        signal.signal(signal.SIGALRM, before)
    monkeypatch.setattr(process, "_wait", wait)
    assert grade(RIGHT).passed
    assert pid_of(process) == first


def test_a_fork_of_the_kernel_starts_its_own(process, grade):
    grade(RIGHT)
    first = pid_of(process)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()

    def child() -> None:
        theirs.send((grade(RIGHT).passed, pid_of(process)))
        process.close()

    forked = context.Process(target=child)
    forked.start()
    passed, other = ours.recv()
    forked.join(LONG)
    assert passed
    assert other != first
    assert grade(RIGHT).passed
    assert pid_of(process) == first


def test_a_grader_that_does_not_start_is_told_and_tried_again(process, grade, monkeypatch):
    process.close()
    with monkeypatch.context() as broken:
        broken.setattr("grader.watch.checking.START", "raise SystemExit(7)")
        with pytest.raises(LearnError, match="the grader does not start"):
            grade(RIGHT)
    assert grade(RIGHT).passed


def test_a_module_beside_the_notebook_is_not_the_grader_s(
    tmp_path, make_course, hand_in, monkeypatch
):
    (tmp_path / "torch.py").write_text("raise RuntimeError('not me')")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    course = make_course()
    process = Process(course.root)
    try:
        assert process.check(course.find("01"), hand_in(RIGHT)).passed
    finally:
        process.close()


# ------------------------------------------------------------------ with a real kernel

PID = "from grader.notebook.calls import desk\nprint(desk().process._checking._process.pid, flush=True)"


@pytest.fixture
def kernel(make_course: Any, tmp_path: Path) -> Iterator[tuple[KernelManager, Any]]:
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(tmp_path))
    course = make_course()
    run(client, f"import grader.catalog as c, pathlib\ncourse = c.Course(pathlib.Path({str(course.root)!r}))\n"
        "c.bundled_course = lambda: course\nfrom grader.notebook import check")  # fmt: skip
    yield manager, client
    client.stop_channels()
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)
    manager.cleanup_resources()


def run(client: Any, code: str, hear: Callable[[str], None] = lambda text: None) -> tuple[Any, str]:
    """The reply to a cell, and what it printed; ``hear`` gets each piece of that at once."""
    printed = ""

    def output(message: Any) -> None:
        nonlocal printed
        if message["msg_type"] == "stream" and message["content"]["name"] == "stdout":
            printed += message["content"]["text"]
            hear(printed)

    reply = client.execute_interactive(code, output_hook=output, timeout=LONG)
    return reply["content"], printed


@pytest.mark.parametrize("how", ["restart", "shut down", "killed"])
def test_it_ends_with_the_kernel_however_that_ends(kernel, how):
    manager, client = kernel
    _, printed = run(client, f"{PID}\ndef double(x): return x\ncheck('01', double)")
    pid = int(printed.split()[0])
    pids = family(pid)
    assert len(pids) > 1  # with its template
    if how == "restart":
        manager.restart_kernel()
    elif how == "shut down":
        manager.shutdown_kernel()
    else:
        manager.signal_kernel(signal.SIGKILL)
    assert until(lambda: not alive(pids))


def test_the_kernel_s_interrupt_ends_a_check_and_the_kernel_goes_on(kernel):
    manager, client = kernel
    run(client, "from grader.notebook.process import Process\nwait = Process._wait\n"
        "def loud(self, checking):\n    print('waiting', flush=True)\n    return wait(self, checking)\n"
        "Process._wait = loud")  # fmt: skip
    sent = []

    def interrupt(printed: str) -> None:
        if "waiting" in printed and not sent:
            sent.append(manager.interrupt_kernel())

    reply, _ = run(client, f"%%check 01\n{ENDLESS}", interrupt)
    assert reply["status"] == "error"
    assert reply["traceback"] == ["interrupted: this check was ended, and nothing was kept of it"]
    reply, printed = run(client, f"{RIGHT}\nprint(check('01', double).passed)")
    assert printed.split() == ["waiting", "True"]


def test_importing_it_imports_no_torch_and_no_ipython():
    code = "import sys, grader.notebook; print([m for m in ('torch', 'IPython', 'numpy', 'pytest', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
