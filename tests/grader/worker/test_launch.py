"""Workers by fork of a template and by spawn of an interpreter: the same behind one seam."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from grader import wire
from grader.errors import Fault
from grader.grading.grader import Grader
from grader.worker.channel import frame
from grader.worker.client import Client, Died, Program, Raised, RuleBroken, TimedOut
from grader.worker.isolation import readable_folders
from grader.worker.launch import ForkLauncher, SpawnLauncher, best_launcher
from grader.worker.main import Confinement
from grader.worker.process import Killed, Launcher

ANSWER = """
import os, sys, time

def double(x):
    return x * 2

def read(path):
    with open(path) as file:
        return file.read()

def environment():
    return dict(os.environ), sys.path, sys.argv

def unwritten():
    import torch
    return torch.empty(3).tolist()

def die(code):
    os._exit(code)

def hang():
    time.sleep(10 ** 6)

def step():
    import torch
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.5)
    (w * 3).sum().backward()
    optimizer.step()
    return w.item(), "torch._dynamo" in sys.modules
"""


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secret")
    (folder / "solution.py").write_text("answer = 42\n")
    return folder


@pytest.fixture(scope="module", params=["fork", "spawn"])
def launcher(request: pytest.FixtureRequest, secret: Path) -> Iterator[Launcher]:
    hidden = (str(secret),)
    rules = Confinement(readable_folders(hidden), hidden)
    made = ForkLauncher(rules) if request.param == "fork" else SpawnLauncher(rules)
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(launcher: Launcher) -> Iterator[Client]:
    """One worker for the tests that leave it whole: a spawned one costs an import of torch."""
    launcher.preload("optimizers")
    launcher.preload("optimizers")  # once more costs nothing
    with Client(launcher, Program("answer.py", ANSWER, ("double",)), timeout=60) as made:
        yield made


BANS = ("sum", "double: relu")
USES = "def double(x):\n    return x.sum()\n"


@pytest.mark.parametrize("bans", [("sum",), ()])
def test_bans_that_were_armed_ahead_hold_where_they_are_asked_for(
    launcher: Launcher, bans: tuple[str, ...]
) -> None:
    launcher.preload("bans", *BANS)
    with Client(launcher, Program("answer.py", USES, ("double",), bans), timeout=60) as made:
        if bans:
            with pytest.raises(RuleBroken):
                call(made, "double", torch.ones(2))
        else:
            assert call(made, "double", torch.ones(2)) == 2.0


def test_a_preload_that_fails_is_told_with_its_reason(launcher: Launcher) -> None:
    if isinstance(launcher, SpawnLauncher):
        return
    launcher.preload("nothing")
    with pytest.raises(Fault, match="could not load nothing"):
        launcher.start()


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def call(client: Client, target: str, *args: object) -> object:
    encoder = client.encoder()
    nodes = encoder.encode(list(args))
    return client.request("call", encoder, target=target, args=nodes, kwargs={"d": []}).value


def test_a_call_is_answered(client: Client) -> None:
    assert call(client, "double", torch.ones(2)).tolist() == [2.0, 2.0]


def test_new_memory_holds_no_zeros(client: Client) -> None:
    assert torch.as_tensor(call(client, "unwritten")).isnan().all()


def test_a_secret_cannot_be_read(client: Client, secret: Path) -> None:
    with pytest.raises(Raised) as caught:
        call(client, "read", str(secret / "solution.py"))
    assert caught.value.kind in ("PermissionError", "FileNotFoundError")


def test_nothing_of_the_grader_s_surroundings_is_there(client: Client) -> None:
    environment, path, arguments = call(client, "environment")
    checkout = str(Path(__file__).resolve().parents[3])
    assert "PYTEST_CURRENT_TEST" not in environment
    assert checkout not in path
    assert "" not in path
    assert arguments == ["submission"]


def test_optimizers_are_imported_before_the_confinement(client: Client) -> None:
    assert call(client, "step") == (-1.5, True)


def test_its_layers_are_told(client: Client) -> None:
    call(client, "double", 1)
    assert {layer.name for layer in client.layers} >= {"Landlock", "seccomp", "resources"}


def test_a_worker_that_ends_itself_is_told_with_its_exit_code(launcher: Launcher) -> None:
    before = descriptors()
    with Client(launcher, Program("answer.py", ANSWER, ()), timeout=60) as client:
        with pytest.raises(Died, match="exit code 7"):
            call(client, "die", 7)
    assert descriptors() == before  # and leaves none behind


def test_a_worker_that_hangs_is_killed(grader: Grader) -> None:
    with Client(grader.launcher, Program("answer.py", ANSWER, ()), timeout=60) as client:
        client.load()
        client.deadline = 0.001
        with pytest.raises(TimedOut):
            call(client, "hang")


def test_a_worker_lives_until_it_is_ended_and_not_longer(launcher: Launcher) -> None:
    process = launcher.start()
    assert launcher.end(process) is None
    assert process.wire_end.recv(1 << 20) is not None  # what came before the end
    while process.wire_end.recv(1 << 20):
        pass
    process.wire_end.close()
    os.close(process.prints_end)


def test_the_best_launcher_forks_on_linux_and_spawns_elsewhere(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(grader.launcher._launcher, ForkLauncher)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert isinstance(best_launcher(Confinement()), SpawnLauncher)


def test_a_template_that_is_lost_is_a_fault_of_ours(secret: Path) -> None:
    launcher = ForkLauncher(Confinement(readable_folders((str(secret),)), (str(secret),)))
    os.kill(launcher._pid, 9)
    os.waitpid(launcher._pid, 0)
    with pytest.raises(Fault, match="lost the process that starts its workers"):
        for _ in range(2):  # the first request may still be taken by a dying one
            launcher.start()
    launcher.close()


def test_a_worker_that_was_ordered_is_there_when_it_is_settled(grader: Grader) -> None:
    process = grader.launcher.order()
    grader.launcher.preload("simulated")
    grader.launcher.settle()
    assert process.pid > 0
    assert grader.launcher.end(process) is None
    process.discard()


def test_what_a_lost_template_owed_is_ended_without_harm(secret: Path) -> None:
    launcher = ForkLauncher(Confinement(readable_folders((str(secret),)), (str(secret),)))
    launcher.stock([b"".join(frame({"op": "get"}, wire.Encoder()))])
    process = launcher.order()
    assert launcher._control is not None
    launcher._control._sock.shutdown(socket.SHUT_RDWR)  # before it could answer
    with pytest.raises(Killed):
        launcher.settle()
    assert process.pid == 0
    again = launcher.start()  # by another template
    assert process.stock
    assert not again.stock
    assert launcher.end(process) is None  # number 0 would be its whole group
    assert launcher.end(again) is None
    for each in (process, again):
        each.discard()
    launcher.close()


def test_closing_ends_the_template_and_its_workers(secret: Path) -> None:
    launcher = ForkLauncher(Confinement(readable_folders((str(secret),)), (str(secret),)))
    process = launcher.start()
    launcher.close()
    ended = threading.Event()

    def wait() -> None:
        while process.wire_end.recv(1 << 20):
            pass
        ended.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    waiting.join()
    assert ended.is_set()
    process.wire_end.close()
    os.close(process.prints_end)


def test_layers_switched_off_are_told_as_not_in_force(secret: Path) -> None:
    off = frozenset({"landlock", "seccomp", "namespaces", "limits"})
    hidden = (str(secret),)
    launcher = ForkLauncher(Confinement(readable_folders(hidden), (), off=off))
    try:
        with Client(launcher, Program("answer.py", ANSWER, ()), timeout=60) as client:
            client.load()
            layers = [*launcher.layers, *client.layers]
            assert not [layer.name for layer in layers if layer.in_force]
            assert {layer.detail for layer in layers} == {"switched off"}
            assert call(client, "read", str(secret / "solution.py")) == "answer = 42\n"
    finally:
        launcher.close()


def test_a_canary_that_reaches_a_secret_stops_everything(secret: Path) -> None:
    """A layer that is in force and lets a secret through: one that is off is told in the report."""
    hidden = (str(secret),)
    readable = (*readable_folders(hidden), str(secret))
    launcher = ForkLauncher(Confinement(readable, hidden, off=frozenset({"namespaces"})))
    try:
        with Client(launcher, Program("answer.py", ANSWER, ()), timeout=60) as client:
            with pytest.raises(Fault, match="what it must not see"):
                client.load()
    finally:
        launcher.close()


Make = Callable[..., Client]


def test_workers_have_one_thread_and_the_fast_kernels(client_of: Make) -> None:
    text = """
import os, torch
def f():
    return torch.get_num_threads(), torch.backends.cpu.get_cpu_capability()
"""
    assert call(client_of(text), "f") == (1, torch.backends.cpu.get_cpu_capability())
