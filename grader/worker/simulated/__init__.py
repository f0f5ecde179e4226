"""The simulated accelerator: real CPU numbers that claim to live on a GPU.

One such worker is thrown away after its cases. It sees no threads of the submission, no DataLoader
workers and nothing that torch.compile makes; what it cannot imitate raises `NotSimulated`.
"""

from __future__ import annotations

from typing import Any

import torch

from grader.worker.simulated.machine import install
from grader.worker.simulated.mode import Simulation
from grader.worker.simulated.surface import NotSimulated, Surface
from grader.worker.simulated.tags import Tags, tensors

__all__ = ["Machine", "NotSimulated"]


class Machine:
    """This process as a machine with one accelerator, from now on and for good.

    Args:
        filename: under which the submission is compiled, so that its lines can be told.
    """

    def __init__(self, filename: str) -> None:
        self._tags = Tags()
        self._tags.filename = filename
        self._mode = Simulation(self._tags)
        self._place = "cuda"
        Surface(self._tags, self._mode).install()
        install(self._tags, lambda: self._place)
        self._mode.__enter__()

    def begin(self, place: str) -> None:
        """A new call with inputs on ``place``, cuda or cpu: mistakes before it are forgotten."""
        self._place = place
        self._mode.seen = None

    def lacks(self, error: BaseException) -> bool:
        """Whether the submission asked for something that is not imitated."""
        return isinstance(error, NotSimulated)

    def mistake(self, error: BaseException) -> dict[str, Any] | None:
        """What the exception, or one that it hides, says of a device mistake."""
        found: BaseException | None = error
        for _ in range(10):
            if found is None:
                break
            told: dict[str, Any] | None = getattr(found, "told", None)
            if isinstance(told, dict):
                return told
            found = found.__cause__ or found.__context__
        return self._mode.seen

    def stray(self, value: object) -> dict[str, Any] | None:
        """Where the first tensor of an answer was made that is not where the inputs are."""
        for tensor in _found(value):
            tag = self._tags.of(tensor)
            if tag is not None and tag.device.type != self._place and tag.by:
                return {"by": tag.by, "made": tag.line}
        return None


def _found(value: object) -> list[torch.Tensor]:
    if isinstance(value, dict):
        return [t for item in value.values() for t in _found(item)]
    return list(tensors(value))
