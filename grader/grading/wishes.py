"""What the caller of a check asks for. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wishes:
    """What is asked of a check.

    ``device``: cpu, cuda, mps, simulated, all, or auto (what is here). ``seed``: one to reproduce,
    None for the usual ones. ``only``: titles of cases. ``policy``: practice or graded. ``first``:
    end at the first case that does not pass, the rest is not reported. ``simulated``: the device
    check without a GPU, after all else has passed, over none, some (the quick ones) or all of the
    cases; empty means some in practice, all when graded. ``gpu``, ``gpu_share``: the number or UUID
    of the one that workers see, and the part of its memory that each may have. ``fresh``: no seed
    is a usual one.
    """

    device: str = "auto"
    seed: int | None = None
    only: tuple[str, ...] = ()
    policy: str = "practice"
    first: bool = False
    simulated: str = ""
    gpu: str = ""
    gpu_share: float = 1.0
    fresh: bool = False


PRACTICE = Wishes()
