from __future__ import annotations

import faulthandler
import json
import os
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.worker.isolation import confine, enter_template, fork_worker, prepare_template
from grader.worker.isolation.limits import MIB

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
NAMES = [
    "death with the grader",
    "user namespace",
    "PID namespace",
    "mount namespace",
    "own root",
    "network namespace",
    "IPC namespace",
]


def start_template(serve: Callable[[dict[str, Any]], object], *hidden: str, **options: Any) -> Any:
    """Fork a template; its pid and a pipe on which the layers and what ``serve`` returned come."""
    reading, writing = os.pipe()
    enter = options.pop("enter", True)
    off = options.pop("off", frozenset())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pytest may have started a thread
        pid = os.fork()
    if pid:
        os.close(writing)
        return pid, os.fdopen(reading, "rb")
    try:
        if enter:
            enter_template(off)
        layers = {layer.name: layer for layer in prepare_template(hidden, off)}
        told = {name: [layer.in_force, layer.detail] for name, layer in layers.items()}
        os.write(writing, json.dumps([told, serve(told)]).encode())
    finally:
        os._exit(7)


def in_template(serve: Callable[[dict[str, Any]], object], *hidden: str, **options: Any) -> Any:
    pid, pipe = start_template(serve, *hidden, **options)
    with pipe:
        layers, value = json.loads(pipe.read())
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
    return layers, value


def in_worker(action: Callable[[], object]) -> tuple[Any, int]:
    """To be called in a template: what ``action`` returned in a worker, and how that ended."""
    reading, writing = os.pipe()
    pid = fork_worker()
    if pid == 0:
        try:
            value = action()
        except BaseException as error:
            value = type(error).__name__
        os.write(writing, json.dumps(value).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        text = pipe.read()
    return json.loads(text or b"null"), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def need(layers: dict[str, Any], *names: str) -> None:
    for name in names:
        in_force, detail = layers[name]
        if not in_force:
            pytest.skip(f"no {name} here: {detail}")


def test_every_layer_is_told_in_force_or_with_the_reason() -> None:
    layers, _ = in_template(lambda layers: None)
    assert list(layers) == NAMES
    assert all(in_force or detail for in_force, detail in layers.values())


def test_switched_off_it_still_forks() -> None:
    layers, worker = in_template(
        lambda layers: in_worker(lambda: "works"), off=frozenset({"namespaces", "limits"})
    )
    assert not any(in_force for in_force, _ in layers.values())
    assert {detail for _, detail in layers.values()} == {"switched off"}
    assert worker == ["works", 0]


def test_without_entering_it_still_forks() -> None:
    layers, worker = in_template(lambda layers: in_worker(lambda: "works"), enter=False)
    assert layers["PID namespace"] == [False, "the template did not enter one"]
    assert worker == ["works", 0]


def test_elsewhere_every_layer_says_why_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    layers, worker = in_template(lambda layers: in_worker(lambda: "works"))
    assert {detail for _, detail in layers.values()} == {"not available on darwin"}
    assert worker == ["works", 0]


def test_every_worker_is_the_first_process_of_its_own() -> None:
    def serve(layers: dict[str, Any]) -> object:
        return [in_worker(os.getpid) for _ in range(40)]  # namespaces nest 32 deep at most

    layers, workers = in_template(serve)
    need(layers, "PID namespace")
    assert workers == [[1, 0]] * 40


def test_a_fault_ends_the_first_process_too() -> None:
    def abort() -> None:
        faulthandler.disable()
        os.abort()

    _, (_, status) = in_template(lambda layers: in_worker(abort))
    # Its own SIGABRT does not reach process 1 of a namespace; libc then ends it by a fault.
    assert status in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGILL, -signal.SIGTRAP)


def test_files_keep_their_owner(tmp_path: Path) -> None:
    def serve(layers: dict[str, Any]) -> object:
        return in_worker(lambda: [os.getuid(), tmp_path.stat().st_uid])

    layers, (owners, _) = in_template(serve)
    need(layers, "user namespace")
    assert owners == [os.getuid(), os.getuid()]


def test_hidden_paths_show_nothing_even_to_stat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, file = tmp_path / "solutions", tmp_path / "suite.py"
    folder.mkdir()
    (folder / "03_matmul.py").write_text("answer = 42", encoding="utf-8")
    file.write_text("assert True", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def look() -> object:
        seen = (folder / "03_matmul.py").exists(), Path("solutions/03_matmul.py").exists()
        return [
            *seen,
            list(folder.iterdir()),
            file.read_text(encoding="utf-8"),
            file.stat().st_size,
        ]

    hidden = (str(folder), str(file), str(tmp_path / "missing"))
    layers, (seen, _) = in_template(lambda layers: in_worker(look), *hidden)
    need(layers, "mount namespace")
    assert "2 of 3 paths hidden" in layers["mount namespace"][1]
    assert seen == [False, False, [], "", 0]
    assert (folder / "03_matmul.py").exists()  # not hidden out here


def test_nothing_is_writable_without_any_other_layer(tmp_path: Path) -> None:
    def write() -> None:
        (tmp_path / "written").write_text("x", encoding="utf-8")

    layers, (outcome, _) = in_template(lambda layers: in_worker(write))
    need(layers, "mount namespace")
    if "nothing writable" not in layers["mount namespace"][1]:
        pytest.skip("this kernel cannot protect all mounts at once")
    assert outcome == "OSError"
    assert not (tmp_path / "written").exists()


def test_no_process_outside_is_seen() -> None:
    def look() -> list[str]:
        return [path.name for path in Path("/proc").iterdir() if path.name.isdigit()]

    layers, (seen, _) = in_template(lambda layers: in_worker(look))
    need(layers, "mount namespace", "PID namespace")
    if "no process but the workers" not in layers["mount namespace"][1]:
        pytest.skip("this system does not let /proc be mounted")
    assert len(seen) == 2  # the template and this worker


def test_the_network_is_empty() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def connect() -> None:
            with socket.create_connection(server.getsockname(), timeout=5):
                pass

        layers, (outcome, _) = in_template(lambda layers: in_worker(connect))
    need(layers, "network namespace")
    assert outcome == "OSError"


def test_a_worker_is_confined_inside() -> None:
    def attack() -> list[bool]:
        return [layer.in_force for layer in confine([], 64 * MIB)]

    layers, (outcome, status) = in_template(lambda layers: in_worker(attack))
    need(layers, "user namespace")
    assert all(outcome[:5])
    assert status == 0


def test_a_killed_worker_takes_its_descendants_along() -> None:
    if not can_nest_processes():
        pytest.skip("no PID namespace here")

    def serve(layers: dict[str, Any]) -> object:
        reading, writing = os.pipe()
        worker = fork_worker()
        if worker == 0:
            os.setsid()
            if os.fork():
                os.write(writing, b"x")
            signal.pause()
        os.close(writing)
        os.read(reading, 1)
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        return os.read(reading, 1).decode()  # ends when the grandchild's copy is closed too

    _, rest = in_template(serve)
    assert rest == ""


def can_nest_processes() -> bool:
    layers, _ = in_template(lambda layers: None)
    return bool(layers["PID namespace"][0])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_killing_the_template_ends_its_workers(number: int) -> None:
    if not can_nest_processes():
        pytest.skip("no PID namespace here")
    reading, writing = os.pipe()

    def serve(layers: dict[str, Any]) -> object:
        if fork_worker() == 0:
            os.write(writing, b"x")
            signal.pause()
        signal.pause()
        return None

    pid, pipe = start_template(serve)
    os.close(writing)
    os.read(reading, 1)
    os.kill(pid, number)
    os.waitpid(pid, 0)
    assert os.read(reading, 1) == b""  # the worker's end is closed: it is gone
    assert pipe.read() == b""
    pipe.close()
    os.close(reading)


def test_the_death_of_the_grader_ends_all() -> None:
    if not can_nest_processes():
        pytest.skip("no PID namespace here")
    reading, writing = os.pipe()

    def serve(layers: dict[str, Any]) -> object:
        if fork_worker() == 0:
            os.write(writing, b"x")
            signal.pause()
        signal.pause()
        return None

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        grader = os.fork()
    if grader == 0:
        start_template(serve)
        time.sleep(60)
        os._exit(0)
    os.close(writing)
    os.read(reading, 1)
    os.kill(grader, signal.SIGKILL)
    os.waitpid(grader, 0)
    assert os.read(reading, 1) == b""
    os.close(reading)


def test_the_template_s_exit_status_is_handed_on() -> None:
    pid, pipe = start_template(lambda layers: os._exit(3))
    pipe.close()
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3
