"""New memory that holds what no right answer is made of. Imports nothing of ours.

What `torch.empty` gives is left to luck, and is often 0: a wrong answer would be right at times,
and never wrong in the same way twice.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

import torch

# torch.use_deterministic_algorithms does this and imports a compiler besides.
_switch: Any = torch._C._set_deterministic_algorithms


def fill_new_memory() -> None:
    """From now on new memory in this process holds NaN, or the largest number of its dtype.

    It is the switch for algorithms that can be repeated that does this; what has none still runs.
    """
    _switch(True, warn_only=True)
    # The learner did not ask for it, and would read of it among the prints.
    warnings.filterwarnings("ignore", ".*does not have a deterministic implementation")


@contextlib.contextmanager
def filled() -> Iterator[None]:
    """New memory is filled for a while, as a worker's is."""
    before = torch.are_deterministic_algorithms_enabled()
    only_warned = torch.is_deterministic_algorithms_warn_only_enabled()
    _switch(True, warn_only=True)
    try:
        yield
    finally:
        _switch(before, warn_only=only_warned)
