"""The two tensors of a failure as a picture: a few rows and columns, the numbers as text."""

from __future__ import annotations

import torch

from grader.report import Picture
from grader.suite.compare import Compared, number, wide

MOST = 64  # rows, and columns
MOST_STEPS = 500  # of a curve


def picture_of(compared: Compared | None) -> Picture | None:
    """The picture of two tensors of one shape; None where there is nothing to be drawn.

    Of more than two axes the first slice that differs is taken, of a large matrix its beginning.
    """
    if compared is None or compared.got.is_complex() or compared.check != "values":
        return None
    got, exact = (wide(t.detach().cpu()) for t in (compared.got, compared.oracle))
    if got.shape != exact.shape or got.numel() < 2:
        return None
    if compared.what == "the loss":
        return Picture("curve", _rows(got[None, :MOST_STEPS]), _rows(exact[None, :MOST_STEPS]))
    got, exact, about = _slice(got, exact)
    return Picture("matrix", _rows(got[:MOST, :MOST]), _rows(exact[:MOST, :MOST]), about)


def _slice(got: torch.Tensor, exact: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, str]:
    """Two axes of both, around the first entry that differs most, and which slice it is."""
    if got.dim() < 2:
        return got.reshape(1, -1), exact.reshape(1, -1), ""
    shape = got.shape
    flat = (got - exact).to(torch.float64).abs().nan_to_num(torch.inf).reshape(-1, *shape[-2:])
    place = int(flat.amax((1, 2)).argmax())
    index: list[int] = []
    for length in reversed(shape[:-2]):
        place, here = divmod(place, length)
        index.insert(0, here)
    about = f"[{', '.join(map(str, index))}]" if index else ""
    return got[tuple(index)], exact[tuple(index)], about


def _rows(table: torch.Tensor) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(number(x) for x in row) for row in table.tolist())
