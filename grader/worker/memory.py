"""New memory that holds what no right answer is made of. Imports nothing of ours."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

import torch

UNREPEATABLE = ".*does not have a deterministic implementation"  # torch's warning, begins so


@contextlib.contextmanager
def dirty() -> Iterator[None]:
    """New memory, such as that of `torch.empty`, holds NaN, or the largest number of its dtype.

    What it holds elsewhere is left to luck, and is often 0.
    """
    # torch.use_deterministic_algorithms does this and imports a compiler besides.
    switch: Any = torch._C._set_deterministic_algorithms
    before = torch.are_deterministic_algorithms_enabled()
    only_warned = torch.is_deterministic_algorithms_warn_only_enabled()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", UNREPEATABLE)
        switch(True, warn_only=True)
        try:
            yield
        finally:
            switch(before, warn_only=only_warned)
