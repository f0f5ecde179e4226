"""Slots on GPUs, spread over those that a driver tells of."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from grader.engines import element, gpus
from grader.engines.gpus import SLOTS, Slots
from grader.engines.local import LocalEngine


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[int]]:
    """Says which GPUs there are; counts how often the driver was asked."""

    def make(*names: str) -> list[int]:
        asked: list[int] = []

        def cards() -> list[SimpleNamespace]:
            asked.append(1)
            return [SimpleNamespace(number=name) for name in names]

        monkeypatch.setattr(gpus, "cards", cards)
        return asked

    return make


@pytest.mark.parametrize(
    ("names", "wanted", "placed", "share"),
    [
        ((), None, [""], 0.9),
        (("0",), None, [""], 0.9),
        (("0",), 4, ["", "", "", ""], 0.225),
        (("0", "1"), None, ["0", "1"], 0.9),
        (("GPU-a", "GPU-b"), 3, ["GPU-a", "GPU-b", "GPU-a"], 0.45),
        ((), 2, ["", ""], 0.45),
    ],
)
def test_slots_go_round_the_gpus(machine, names, wanted, placed, share) -> None:
    machine(*names)
    slots = Slots(wanted)
    assert [slots.gpu(slot) for slot in range(slots.count)] == placed
    assert slots.share == share


def test_the_first_free_slot_is_the_next(machine) -> None:
    asked = machine("0", "1")
    slots = Slots(3)
    assert slots.free(set()) == 0
    assert not asked  # a class graded on the CPU alone asks no driver
    assert [slots.free(taken) for taken in ({0}, {1}, {0, 1}, {0, 1, 2})] == [1, 0, 2, None]


def test_a_process_with_one_of_several_slots_has_its_part(machine, monkeypatch) -> None:
    machine("1")
    monkeypatch.setenv(SLOTS, "4")
    assert (Slots().gpu(0), Slots().share) == ("", 0.225)


def test_a_job_of_slurm_uses_every_gpu_that_it_was_given(machine, monkeypatch) -> None:
    asked = machine("0", "1", "2")
    monkeypatch.setenv("SLURM_CPUS_PER_TASK", "2")
    assert element._processes("cpu") == 1
    assert not asked
    assert element._processes("cuda") == 3
    monkeypatch.setenv("SLURM_CPUS_PER_TASK", "16")
    assert element._processes("cuda") == 8


def test_pieces_are_spread_over_the_gpus_and_have_their_part(
    machine, monkeypatch, start, chunk, right: str
) -> None:
    machine("0", "1")
    engine: LocalEngine = start(3)
    sent: list[dict] = []
    give = LocalEngine._give

    def heard(self: LocalEngine, process, ticket) -> None:
        send = process.line.send
        process.line.send = lambda message: sent.append(message) or send(message)
        give(self, process, ticket)
        process.line.send = send

    monkeypatch.setattr(LocalEngine, "_give", heard)
    made = chunk(*(f"{right}\n# {n}\n" for n in range(6)), device="cuda")
    found = list(engine.grade([made, chunk(right)]))
    assert len(found) == 7
    on = {(m["gpu"], m["share"]) for m in sent if m["device"] == "cuda"}
    assert on == {("0", 0.9), ("1", 0.9)}
    assert {(m["gpu"], m["share"]) for m in sent if m["device"] == "cpu"} == {("", 1.0)}
