"""Random inputs of a case, the same alone or in the suite, on every device and in every order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, TypeVar

import torch

Item = TypeVar("Item")


class Rng:
    """Draws tensors on the CPU from one seed; the wire puts them on the case's device.

    Floating numbers are representable in float32, so every wider dtype sees the same values.

    Args:
        seed: of the check.
        slug: of the exercise.
        case: the test's name.
    """

    def __init__(self, seed: int, slug: str, case: str) -> None:
        digest = hashlib.sha256(f"{seed}:{slug}:{case}".encode()).digest()
        self._generator = torch.Generator().manual_seed(int.from_bytes(digest[:7], "big"))

    def normal(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Standard normal numbers."""
        drawn = torch.randn(shape, generator=self._generator, dtype=torch.float32)
        return drawn.to(dtype)

    def uniform(
        self, *shape: int, low: float = 0.0, high: float = 1.0, dtype: torch.dtype = torch.float32
    ) -> torch.Tensor:
        """Numbers between ``low`` and ``high``."""
        drawn = torch.rand(shape, generator=self._generator, dtype=torch.float32)
        return (drawn * (high - low) + low).to(dtype)

    def integers(
        self, *shape: int, low: int = 0, high: int = 10, dtype: torch.dtype = torch.int64
    ) -> torch.Tensor:
        """Whole numbers from ``low`` to ``high - 1``."""
        return torch.randint(low, high, shape, generator=self._generator).to(dtype)

    def tensor(self, values: Any, dtype: torch.dtype | None = None) -> torch.Tensor:
        """A tensor of the given values."""
        return torch.tensor(values, dtype=dtype)

    def permutation(self, n: int) -> torch.Tensor:
        """0 to n - 1 in random order."""
        return torch.randperm(n, generator=self._generator)

    def size(self, low: int = 2, high: int = 7) -> int:
        """One size from ``low`` to ``high``, both included."""
        return int(torch.randint(low, high + 1, (), generator=self._generator))

    def sizes(self, count: int, low: int = 2, high: int = 7) -> list[int]:
        """``count`` sizes from ``low`` to ``high``, no two the same.

        Raises ValueError where there are fewer than that.
        """
        if count > high - low + 1:
            raise ValueError(f"there are no {count} different sizes from {low} to {high}")
        drawn = torch.randperm(high - low + 1, generator=self._generator)[:count]
        return [low + int(n) for n in drawn]

    def number(self, low: float = -1.0, high: float = 1.0) -> float:
        """One Python float."""
        return float(self.uniform(low=low, high=high))

    def choice(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[int(torch.randint(len(items), (), generator=self._generator))]

    def generator(self) -> torch.Generator:
        """A fresh CPU generator with a seed drawn from this one."""
        seed = int(torch.randint(1 << 31, (), generator=self._generator))
        return torch.Generator().manual_seed(seed)
