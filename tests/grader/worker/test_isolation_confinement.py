from __future__ import annotations

import ctypes
import errno
import faulthandler
import json
import mmap
import os
import signal
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import grader
from grader.worker.isolation import confine, landlock, readable_folders
from grader.worker.isolation.limits import MIB

linux = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
CHECKOUT = Path(grader.__file__).resolve().parents[1]
COLUMN = 1 if sys.platform == "linux" and os.uname().machine == "aarch64" else 0
# Number on x86_64, number on aarch64, arguments that would do something if they were let through.
RAW_CALLS: dict[str, tuple[int, int, tuple[Any, ...]]] = {
    "ptrace": (101, 117, (0, 0, 0, 0)),
    "memfd_create": (319, 279, (b"name", 0)),
    "io_uring_setup": (425, 425, (8, bytes(120))),
    "keyctl": (250, 219, (0, -3, 0)),
    "add_key": (248, 217, (b"user", b"name", b"text", 4, -3)),
    "shmget": (29, 194, (0, 4096, 0o1600)),
    "semget": (64, 190, (0, 1, 0o1600)),
    "msgget": (68, 186, (0, 0o1600)),
    "mq_open": (240, 180, (b"name", 0o102, 0o600, None)),
    "bpf": (321, 280, (0, bytes(72), 72)),
    "userfaultfd": (323, 282, (1,)),
    "perf_event_open": (298, 241, (bytes(128), 0, -1, -1, 0)),
    "unshare": (272, 97, (0x10000000,)),
    "mount": (165, 40, (b"none", b"/tmp", b"tmpfs", 0, None)),
    "pidfd_open": (434, 434, (1, 0)),
    "process_vm_readv": (310, 270, (1, None, 0, None, 0, 0)),
    "personality": (135, 92, (0x40000,)),
    "inotify_init1": (294, 26, (0,)),
    "seccomp": (317, 277, (1, 0, None)),
    "setsid": (112, 157, ()),
}


def in_fork(action: Callable[[], object], **options: Any) -> Any:
    """What ``action`` returned, as JSON carries it, or the name of what it raised, in a worker."""
    readable = options.pop("readable", None) or readable_folders([str(CHECKOUT)])
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pytest may have started a thread
        pid = os.fork()
    if pid == 0:
        try:
            faulthandler.disable()  # pytest's would print how the worker ended
            confine(readable, 256 * MIB, **options)
            value = action()
        except BaseException as error:
            value = type(error).__name__
        os.write(writing, json.dumps(value, default=str).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        text = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return json.loads(text) if text else f"ended with {status}"


def layers_in_fork(**options: Any) -> dict[str, bool]:
    def action() -> dict[str, bool]:
        layers = confine([], 256 * MIB, **options)
        return {layer.name: layer.in_force for layer in layers}

    off = frozenset({"landlock", "seccomp", "limits"})
    return dict(in_fork(action, off=off))


@pytest.fixture(scope="module")
def in_force() -> dict[str, bool]:
    return layers_in_fork()


@pytest.fixture
def needs(in_force: dict[str, bool]) -> Callable[..., None]:
    def check(*names: str) -> None:
        for name in names:
            if not in_force.get(name):
                pytest.skip(f"this kernel does not grant {name}")

    return check


@linux
def test_every_layer_is_told(in_force: dict[str, bool]) -> None:
    assert list(in_force) == [
        "death with the template",
        "no capabilities",
        "no new privileges",
        "resources",
        "no dumps",
        "Landlock",
        "seccomp",
        "no writing",
    ]
    assert in_force["resources"]
    assert in_force["no capabilities"]


@linux
@pytest.mark.parametrize(
    ("switch", "names"),
    [
        ("landlock", {"Landlock"}),
        ("seccomp", {"seccomp"}),
        (
            "limits",
            {
                "death with the template",
                "no capabilities",
                "no new privileges",
                "resources",
                "no dumps",
            },
        ),
    ],
)
def test_a_layer_switched_off_leaves_the_others(
    switch: str, names: set[str], in_force: dict[str, bool]
) -> None:
    left = layers_in_fork(off=frozenset({switch}))
    assert not any(left[name] for name in names)
    kept = left.keys() - names
    if switch == "limits":  # no_new_privs among them, without which only root is granted these
        kept -= {"Landlock", "seccomp", "no writing"}
    assert all(left[name] == in_force[name] for name in kept)


@linux
@pytest.mark.parametrize(
    ("options", "told", "opened"),
    [
        ({}, True, "PermissionError"),
        ({"off": frozenset({"landlock"})}, True, "PermissionError"),
        ({"off": frozenset({"seccomp"})}, True, "PermissionError"),
        ({"off": frozenset({"landlock"}), "devices": True}, False, "made"),
        ({"off": frozenset({"landlock", "seccomp"})}, False, "made"),
    ],
)
def test_what_is_said_of_writing_is_so(
    needs: Callable[..., None], tmp_path: Path, options: dict[str, Any], told: bool, opened: str
) -> None:
    needs("Landlock", "seccomp")

    def write() -> str:
        (tmp_path / "file").touch()
        return "made"

    assert layers_in_fork(**options)["no writing"] == told
    assert in_fork(write, **options) == opened


def test_elsewhere_every_layer_says_why_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    layers = confine([], MIB)
    assert not any(layer.in_force for layer in layers)
    assert {layer.detail for layer in layers} == {"not available on darwin"}


@linux
@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW])
@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, 16, 17, 38])
def test_no_socket_is_made(family: int, kind: int) -> None:
    assert in_fork(lambda: socket.socket(family, kind).fileno()) == "PermissionError"


@linux
def test_only_a_connected_pair_of_streams_is_made() -> None:
    def talk() -> str:
        here, there = socket.socketpair()
        here.sendall(b"hello")
        return there.recv(5).decode()

    assert in_fork(talk) == "hello"
    datagrams = in_fork(lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM))
    assert datagrams == "PermissionError"


@linux
@pytest.mark.parametrize(
    "start",
    [
        os.fork,
        lambda: os.execv("/bin/true", ["true"]),
        lambda: subprocess.run(["/bin/true"], check=True),
        lambda: os.posix_spawn("/bin/true", ["true"], {}),
    ],
)
def test_no_process_is_started(start: Callable[[], object]) -> None:
    assert in_fork(start) == "PermissionError"


@linux
@pytest.mark.parametrize("target", ["parent", "group", "everyone"])
def test_no_signal_reaches_another_process(target: str) -> None:
    pid = {"parent": os.getpid(), "group": 0, "everyone": -1}[target]
    assert in_fork(lambda: os.kill(pid, signal.SIGCONT)) == "PermissionError"


@linux
def test_a_worker_can_end_itself_by_a_signal() -> None:
    assert in_fork(os.abort) == f"ended with {-signal.SIGABRT}"
    assert in_fork(lambda: os.kill(os.getpid(), 9)) == "ended with -9"


@linux
@pytest.mark.parametrize("name", RAW_CALLS)
def test_raw_calls_are_refused(name: str, needs: Callable[..., None]) -> None:
    needs("seccomp")
    *numbers, arguments = RAW_CALLS[name]

    def make() -> int:
        libc = ctypes.CDLL(None, use_errno=True)
        whole = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
        assert libc.syscall(numbers[COLUMN], *whole) == -1
        return ctypes.get_errno()

    assert in_fork(make) == errno.EPERM


@linux
def test_limits_are_not_raised_again() -> None:
    import resource

    def raise_(name: int) -> object:
        return resource.setrlimit(name, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    for name in (resource.RLIMIT_DATA, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        for off in (frozenset[str](), frozenset({"seccomp"})):
            outcome = in_fork(lambda name=name: raise_(name), off=off)
            assert outcome in ("ValueError", "PermissionError")
    parent = os.getpid()
    limits = (resource.RLIMIT_CPU, (60, 60))
    assert in_fork(lambda: resource.prlimit(parent, *limits)) == "PermissionError"


@linux
def test_too_much_memory_is_an_exception_in_the_worker() -> None:
    assert in_fork(lambda: bytearray(100 * MIB)[:1].hex()) == "00"
    assert in_fork(lambda: len(bytearray(300 * MIB))) == "MemoryError"


@linux
def test_memory_that_no_limit_counts_is_refused() -> None:
    assert in_fork(lambda: len(mmap.mmap(-1, MIB))) == "PermissionError"
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    assert in_fork(lambda: len(mmap.mmap(-1, MIB, flags=private))) == MIB
    assert in_fork(lambda: len(mmap.mmap(-1, MIB, flags=private | 0x100))) == "PermissionError"


@linux
def test_a_worker_holds_no_privilege() -> None:
    def status() -> dict[str, str]:
        text = Path("/proc/self/status").read_text(encoding="ascii")
        lines = (line.split(":\t") for line in text.splitlines())
        return {line[0]: line[1].strip() for line in lines if line[0].startswith(("Cap", "NoNew"))}

    held = in_fork(status, off=frozenset({"landlock"}))
    assert held["NoNewPrivs"] == "1"
    for name in ("CapEff", "CapPrm", "CapInh", "CapAmb", *(["CapBnd"] * (os.geteuid() == 0))):
        assert int(held[name], 16) == 0


@linux
def test_threads_and_the_null_device_work() -> None:
    def work() -> list[int]:
        seen: list[int] = []
        thread = threading.Thread(target=lambda: seen.append(1))
        thread.start()
        thread.join()
        with Path(os.devnull).open("w", encoding="ascii") as null:
            null.write("gone")
        return [*seen, len(os.urandom(4))]

    expected: object = [1, 4]
    try:
        landlock.version()
    except OSError:
        expected = "PermissionError"  # there no file is opened for writing, this one neither
    assert in_fork(work) == expected


TORCH = """
import os, sys, json
import torch
torch.set_num_threads(1)
torch.backends.cpu.get_cpu_capability()
from grader.worker.isolation import confine, readable_folders
layers = confine(readable_folders([sys.argv[1]]), 512 * 2**20)
A = torch.randn(64, 64, requires_grad=True)
(A @ A).sum().backward()
import colorsys, email.mime.text, torch.nn.utils.prune, torch.distributions
try:
    torch.empty(2**30)
    large = "allocated"
except RuntimeError:
    large = "refused"
print(json.dumps([A.grad.shape[0], large, torch.__config__.show() != ""]))
"""


@linux
def test_torch_works_in_a_worker(tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(CHECKOUT), "OPENBLAS_NUM_THREADS": "1", "PATH": os.defpath}
    command = [sys.executable, "-c", TORCH, str(CHECKOUT)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [64, "refused", True]
