"""Slots on this machine's GPUs: which GPU the piece in each one is on, and its part of the memory.

A slot is a piece that may be on a GPU at the same time as others. Slots go round the GPUs; those on
the same one share its memory.
"""

from __future__ import annotations

import os
from functools import cached_property

from grader.worker.nvml import cards

MEMORY = 0.9  # of a GPU, for all slots on it together; the rest is CUDA's own
SLOTS = "LEARN_GPU_SLOTS"  # set for a process that has one of several slots on a GPU


class Slots:
    """The slots of one engine; the driver is asked when the first piece for a GPU comes.

    Args:
        wanted: how many; None for one on each GPU.
    """

    def __init__(self, wanted: int | None = None) -> None:
        self._wanted = wanted

    @cached_property
    def _gpus(self) -> tuple[str, ...]:
        """What CUDA_VISIBLE_DEVICES calls them; one without a name where no driver tells."""
        return tuple(card.number for card in cards()) or ("",)

    @cached_property
    def count(self) -> int:
        """How many there are, at least one."""
        return self._wanted or int(os.environ.get(SLOTS, "0")) or len(self._gpus)

    def free(self, taken: set[int]) -> int | None:
        """The first slot that is not taken; None where all are."""
        if not taken:
            return 0
        return next((slot for slot in range(self.count) if slot not in taken), None)

    def gpu(self, slot: int) -> str:
        """The GPU of a slot; empty where there is no choice."""
        return self._gpus[slot % len(self._gpus)] if len(self._gpus) > 1 else ""

    @property
    def on_each(self) -> int:
        """How many are on the same GPU, at most."""
        return -(-self.count // len(self._gpus))

    @property
    def share(self) -> float:
        """The part of its GPU's memory that the piece in a slot may have."""
        return round(MEMORY / self.on_each, 4)
