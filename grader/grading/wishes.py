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
    is a usual one. ``patience``: so many cases may run out of time before the rest is skipped; 0
    for any number, and by default one in practice, where the learner mends an endless loop first
    (its every case would cost the whole time), and any number when graded.
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
    patience: int | None = None

    @property
    def most_timeouts(self) -> int:
        """How many cases may run out of time before the rest is skipped; 0 for any number."""
        if self.patience is not None:
            return self.patience
        return 0 if self.policy == "graded" else 1


PRACTICE = Wishes()
