"""How much of the bound right answers use: the largest error/bound of every comparison made.

Nothing is noted but inside `collected`, which an author's `learn dev check --margins` opens.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch

Margins = dict[tuple[str, str], float]  # by device and dtype: the largest ratio of all
_open: list[Margins] = []


@contextlib.contextmanager
def collected() -> Iterator[Margins]:
    """The ratios of the comparisons made inside."""
    found: Margins = {}
    _open.append(found)
    try:
        yield found
    finally:
        _open.remove(found)


def note(
    got: torch.Tensor,
    exact: torch.Tensor,
    tolerance: torch.Tensor,
    dtype: torch.dtype,
    device: str,
) -> None:
    """Keeps the comparison's largest ratio; whole numbers and empty tensors have none.

    Args:
        got, exact: the two values, of one shape, in the widest dtype.
        tolerance: allowed absolute error of every entry.
        dtype: of the answer.
        device: that the answer was calculated on.
    """
    if not _open or not got.numel() or not bool((tolerance > 0).any()):
        return
    ratio = (got - exact).abs() / tolerance.clamp(min=1e-300)
    worst = float(ratio[ratio.isfinite()].max()) if bool(ratio.isfinite().any()) else 0.0
    key = device, str(dtype).removeprefix("torch.")
    for found in _open:
        found[key] = max(found.get(key, 0.0), worst)
