"""A worker that accelerators are let through to: what of its confinement is replaced, what holds."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator

import pytest

from grader.grading.grader import Grader
from grader.worker.client import Client, Program, Raised

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
ANSWER = """
import os, resource, socket

def limits():
    names = ("RLIMIT_AS", "RLIMIT_DATA", "RLIMIT_NOFILE", "RLIMIT_CORE")
    return [resource.getrlimit(getattr(resource, name))[1] for name in names]

def read(path):
    return open(path).read()

def listed(path):
    return os.listdir(path)

def fork():
    return os.fork()

def connect():
    return socket.socket()

def hoard():
    kept = []
    while True:
        kept.append(bytearray(1 << 24))

def name_a_thread():
    import ctypes, threading
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    named = ctypes.CDLL(None).pthread_setname_np(ctypes.c_ulong(thread.ident), b"cuda00001")
    told = read(f"/proc/self/task/{thread.native_id}/comm")
    over.set()
    return [named, told]

def write(path):
    descriptor = os.open(path, os.O_WRONLY)
    os.close(descriptor)

def listen(kind, name):
    with socket.socket(socket.AF_UNIX, getattr(socket, kind)) as made:
        made.bind(name)
        made.listen(1)
    return "listens"

def reach(name):
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as made:
        made.connect(name)

def reserve():
    import mmap
    return len(mmap.mmap(-1, 1 << 40, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=0))
"""


@pytest.fixture
def call(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., object]]:
    """Calls a function of the answer in a worker with devices, whose tensors are on the CPU."""
    start = functools.partial(grader.launcher.start, devices=True)
    monkeypatch.setattr(grader.launcher, "start", lambda devices: start())
    monkeypatch.setattr(grader.launcher, "memory", 1 << 28)
    with Client(grader.launcher, Program("answer.py", ANSWER, ("limits",)), 60) as client:

        def ask(target: str, *args: object) -> object:
            encoder = client.encoder()
            fields = {"args": encoder.encode(list(args)), "kwargs": encoder.encode({})}
            return client.request("call", encoder, target=target, **fields).value

        yield ask


def test_addresses_are_not_bounded_but_memory_is(call: Callable[..., object]) -> None:
    space, data, files, core = call("limits")
    assert space == -1
    assert 0 < data < 1 << 36
    assert (files, core) == (1024, 0)
    assert call("reserve") == 1 << 40  # as CUDA does: addresses, and no memory behind them


def test_what_guards_files_processes_and_the_network_holds(
    call: Callable[..., object], grader: Grader
) -> None:
    secret = str(grader.course.find("01").suite)
    for target, arguments in (("read", [secret]), ("read", ["/etc/passwd"]), ("listed", ["/"])):
        with pytest.raises(Raised):
            call(target, *arguments)
    for target in ("fork", "connect"):
        with pytest.raises(Raised) as caught:
            call(target)
        assert caught.value.kind == "PermissionError"


def test_a_driver_can_name_its_threads(call: Callable[..., object]) -> None:
    """NVIDIA's does, from release 570, and gives up where it cannot: CUDA error 304."""
    assert call("name_a_thread") == [0, "cuda00001\n"]
    for path in (
        "/proc/sys/kernel/core_pattern",
        "/proc/sysrq-trigger",
        "/proc/self/oom_score_adj",
    ):
        with pytest.raises(Raised) as caught:
            call("write", path)
        assert caught.value.kind in ("PermissionError", "OSError", "FileNotFoundError")


def test_a_driver_can_offer_its_memory_and_nobody_is_reached(call: Callable[..., object]) -> None:
    """CUDA binds a socket without a file, and does not start where it cannot."""
    assert call("listen", "SOCK_SEQPACKET", "\0cuda-uvmfd-1-1") == "listens"
    for target, arguments in (
        ("listen", ["SOCK_SEQPACKET", "/tmp/a-file"]),
        ("listen", ["SOCK_DGRAM", "\0cuda"]),
        ("listen", ["SOCK_STREAM", "\0cuda"]),
        ("reach", ["\0cuda-uvmfd-1-1"]),
    ):
        with pytest.raises(Raised) as caught:
            call(target, *arguments)
        assert caught.value.kind in ("PermissionError", "OSError", "FileNotFoundError")


def test_a_parent_that_has_used_a_gpu_has_its_template_made_anew(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A CUDA context does not survive a fork; a fresh interpreter has none."""
    from grader.worker import launch
    from grader.worker.main import Confinement

    made: list[str] = []
    forked, fresh = launch._forked, launch._fresh
    monkeypatch.setattr("torch.cuda._is_in_bad_fork", lambda: True)
    monkeypatch.setattr(launch, "_forked", lambda *a: made.append("forked") or forked(*a))
    monkeypatch.setattr(launch, "_fresh", lambda *a: made.append("fresh") or fresh(*a))
    launcher = launch.ForkLauncher(Confinement())
    launcher.close()
    assert made == ["forked", "fresh"]
