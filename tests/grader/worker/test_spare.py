"""A worker started ahead serves like any other, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from grader.grading.grader import Grader
from grader.worker.client import Client, Program
from grader.worker.process import Process
from grader.worker.spare import SpareLauncher

TEXT = "def f(x):\n    return x.sum()\n"


class Kept:
    """The grader's launcher, which outlives a test, and a count of what it started and ended."""

    def __init__(self, grader: Grader) -> None:
        self._launcher = grader.launcher
        self.layers = grader.launcher.layers
        self.memory = grader.launcher.memory
        self.started = self.ended = 0
        self.preloaded: list[str] = []

    def start(self, devices: bool = False) -> Process:
        self.started += 1
        return self._launcher.start(devices)

    def order(self) -> Process:
        self.started += 1
        return self._launcher.order()

    def settle(self, process: Process | None = None) -> None:
        self._launcher.settle(process)

    def end(self, process: Process, patience: float = 0.0) -> int | None:
        self.ended += 1
        return self._launcher.end(process, patience)

    def preload(self, name: str, *words: str) -> None:
        self.preloaded.append(name)

    def stock(self, requests: Sequence[bytes]) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def kept(grader: Grader) -> Kept:
    return Kept(grader)


@pytest.fixture
def spare(kept: Kept) -> Iterator[SpareLauncher]:
    launcher = SpareLauncher(kept)
    yield launcher
    launcher.close()
    assert kept.started == kept.ended


def call(launcher: SpareLauncher, bans: tuple[str, ...] = ()) -> object:
    with Client(launcher, Program("answer.py", TEXT, ("f",), bans)) as client:
        encoder = client.encoder()
        import torch

        args = encoder.encode([torch.ones(3)])
        return client.request("call", encoder, target="f", args=args, kwargs={"d": []}).value


def test_a_spare_worker_is_used_once_and_the_next_is_a_new_one(
    spare: SpareLauncher, kept: Kept
) -> None:
    spare.prepare()
    spare.prepare()
    assert kept.started == 1
    assert float(call(spare)) == 3.0  # type: ignore[arg-type]
    assert kept.started == 1
    assert float(call(spare)) == 3.0  # type: ignore[arg-type]
    assert kept.started == 2


def test_more_memory_or_a_preload_makes_the_spare_worker_useless(
    spare: SpareLauncher, kept: Kept
) -> None:
    spare.prepare()
    spare.memory = spare.memory
    assert kept.ended == 0
    spare.memory = spare.memory + 1
    assert kept.ended == 1
    assert kept.memory == spare.memory
    spare.prepare()
    spare.preload("optimizers")
    assert kept.ended == 2
    assert kept.preloaded == ["optimizers"]


def test_the_layers_are_the_launchers(spare: SpareLauncher, kept: Kept) -> None:
    assert spare.layers == kept.layers
