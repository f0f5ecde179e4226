"""A worker's share of the GPUs' memory, watched from outside while a request runs.

PyTorch bounds what its own allocator takes, and the submission could set that bound anew. Memory
that comes another way (cudaMalloc, a second context) the driver alone sees: it counts by process.
"""

from __future__ import annotations

import contextlib
import time
from typing import Any

from grader.report import Layer
from grader.worker.ended import OverShare
from grader.worker.nvml import memory_of, opened

LAYER = "GPU memory watch"
EVERY = 0.2  # seconds from one look to the next
ROOM = 2 << 30  # bytes beside the share: CUDA's context, its libraries' code and work spaces


class MemoryWatch:
    """Looks now and then how much one process has of the GPUs.

    Args:
        pid: its number, as this process would say it; 0 where that is not known.
        share: bytes that it may have, CUDA's own aside.
        library: that stands in for NVML.
    """

    def __init__(self, pid: int, share: int, library: Any = None) -> None:
        self._pid, self._share = pid, share
        self._stack = contextlib.ExitStack()
        self._nvml = self._stack.enter_context(opened(library))  # to open it takes long
        self._next = 0.0
        self.blind = not pid or memory_of(pid, self._nvml) is None

    @property
    def layer(self) -> Layer:
        """Whether memory is watched, for the report."""
        if self.blind:
            return Layer(
                LAYER, False, "the driver does not tell whose memory it is, as in containers"
            )
        return Layer(LAYER, True)

    def __call__(self) -> float:
        """Looks, if it is time to; the seconds until it is again.

        Raises OverShare where the process has more than it may.
        """
        now = time.monotonic()
        if now >= self._next:
            used = memory_of(self._pid, self._nvml) or 0
            if used > self._share + ROOM:
                raise OverShare(used, self._share)
            self._next = time.monotonic() + EVERY
        return max(0.0, self._next - now)

    def close(self) -> None:
        """Lets NVML go."""
        self._stack.close()
