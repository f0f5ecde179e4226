"""What a driver's library says, without one: a library that plays NVML."""

# ruff: noqa: N802 - the names are NVML's

from __future__ import annotations

import ctypes

import pytest

from grader.worker.nvml import cards, driver


class Library:
    """Two GPUs, one of them by its UUID; ``broken`` does not start."""

    names = ("Card A", "Card B")

    def __init__(self, broken: bool = False) -> None:
        self.broken, self.open = broken, 0

    def nvmlInit_v2(self) -> int:
        self.open += not self.broken
        return int(self.broken)

    def nvmlShutdown(self) -> int:
        self.open -= 1
        return 0

    def nvmlSystemGetDriverVersion(self, buffer, length) -> int:
        buffer.value = b"580.1"
        return 0

    def nvmlDeviceGetCount_v2(self, count) -> int:
        count._obj.value = len(self.names)
        return 0

    def nvmlDeviceGetHandleByIndex_v2(self, number, handle) -> int:
        handle._obj.value = number + 1
        return 0 if number < len(self.names) else 2

    def nvmlDeviceGetHandleByUUID(self, name, handle) -> int:
        handle._obj.value = 2
        return 0 if name == b"GPU-b" else 2

    def nvmlDeviceGetName(self, handle, buffer, length) -> int:
        buffer.value = self.names[handle.value - 1].encode()
        return 0

    def nvmlDeviceGetMemoryInfo(self, handle, memory) -> int:
        memory._obj.total, memory._obj.used = 80 << 30, handle.value << 30
        return 0


@pytest.mark.parametrize(
    ("visible", "names"),
    [
        (None, ["Card A", "Card B"]),
        ("1", ["Card B"]),
        ("1,0", ["Card B", "Card A"]),
        ("GPU-b", ["Card B"]),
        ("0,7,1", ["Card A"]),
        ("", []),
    ],
)
def test_the_cards_that_cuda_would_see(monkeypatch, visible, names) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    library = Library()
    assert [card.name for card in cards(library)] == names
    assert library.open == 0


def test_memory_and_driver(monkeypatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    assert [(card.total, card.used) for card in cards(Library())] == [(80 << 30, 2 << 30)]
    assert driver(Library()) == "580.1"


def test_without_a_driver_there_is_nothing_to_tell(monkeypatch) -> None:
    assert (driver(Library(broken=True)), cards(Library(broken=True))) == ("", [])

    def missing(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", missing)
    assert (driver(), cards()) == ("", [])
