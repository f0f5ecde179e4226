from __future__ import annotations

import faulthandler
import json
import os
import socket
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import grader
from grader.worker.isolation import canary, confine, landlock, readable_folders
from grader.worker.isolation.limits import MIB

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock is Linux's")
CHECKOUT = Path(grader.__file__).resolve().parents[1]


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


@pytest.fixture
def needs_landlock() -> None:
    try:
        landlock.version()
    except OSError as error:
        pytest.skip(f"no Landlock in this kernel: {error.strerror}")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    (tmp_path / "reference.py").write_text("answer = 42\n", encoding="utf-8")
    return tmp_path / "reference.py"


@pytest.mark.usefixtures("needs_landlock")
def test_a_secret_cannot_be_read_or_listed(secret: Path) -> None:
    assert in_fork(lambda: secret.read_text(encoding="utf-8")) == "PermissionError"
    assert in_fork(lambda: list(secret.parent.iterdir())) == "PermissionError"
    assert in_fork(lambda: os.open(secret, os.O_RDONLY)) == "PermissionError"


@pytest.mark.usefixtures("needs_landlock")
def test_the_canary_tells_what_it_reached(secret: Path) -> None:
    paths = [str(secret), str(secret.parent), "/nowhere", "/etc/passwd"]
    assert in_fork(lambda: canary(paths)) == []
    without = frozenset({"landlock"})
    assert in_fork(lambda: canary(paths), off=without) == [paths[0], paths[1], paths[3]]


@pytest.mark.parametrize("off", [frozenset(), frozenset({"landlock"})], ids=["all", "no Landlock"])
@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm", "/var/tmp", "own"])
def test_nothing_is_written_anywhere(folder: str, off: frozenset[str], tmp_path: Path) -> None:
    path = Path(tmp_path if folder == "own" else folder) / f"written-{os.getpid()}"
    assert in_fork(lambda: path.write_text("x", encoding="utf-8"), off=off) == "PermissionError"
    assert not path.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.chmod(0o777),
        lambda path: os.chown(path, os.getuid(), os.getgid()),
        lambda path: os.utime(path),
        lambda path: path.rename(path.with_suffix(".new")),
        lambda path: path.with_suffix(".link").symlink_to(path),
        lambda path: os.link(path, path.with_suffix(".hard")),
        lambda path: path.unlink(),
        lambda path: os.truncate(path, 0),
        lambda path: path.parent.joinpath("new").mkdir(),
        lambda path: os.mkfifo(path.parent / "fifo"),
        lambda path: os.setxattr(path, "user.name", b"value"),
        lambda path: path.open("a", encoding="utf-8"),
    ],
)
def test_no_file_is_changed(change: Callable[[Path], object], secret: Path) -> None:
    before = secret.stat()
    readable = [*readable_folders([str(CHECKOUT)]), str(secret.parent)]
    assert in_fork(lambda: change(secret), readable=readable) == "PermissionError"
    assert list(secret.parent.iterdir()) == [secret]
    assert secret.stat().st_mtime_ns == before.st_mtime_ns
    assert secret.stat().st_mode == before.st_mode


@pytest.mark.usefixtures("needs_landlock")
def test_limits_hold_in_a_thread_started_later(secret: Path) -> None:
    def work() -> list[str]:
        seen: list[str] = []

        def attack() -> None:
            for attempt in (secret.read_text, os.fork, lambda: socket.socket()):
                try:
                    attempt()
                except PermissionError as error:
                    seen.append(type(error).__name__)

        thread = threading.Thread(target=attack)
        thread.start()
        thread.join()
        return seen

    assert in_fork(work) == ["PermissionError"] * 3
