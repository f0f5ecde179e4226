"""What a client asks of its worker: a submission to load, and a GPU to load it on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """A submission's text and what the exercise says about it."""

    filename: str  # shown in the learner's tracebacks
    source: str
    entries: tuple[str, ...]
    bans: tuple[str, ...] = ()
    earlier: tuple[tuple[str, str], ...] = ()  # names and texts behind `from exercises import`


@dataclass(frozen=True)
class Gpu:
    """Which of several GPUs a worker sees (its number or UUID), and its share of the memory."""

    name: str = ""
    share: float = 1.0


ANY_GPU = Gpu()
