"""Where the wrong entries are, when they are few and lie together: a fact, not yet a cause."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from grader.suite.diagnose.compared import Cause, Sample

MOST = 1 / 3  # of the slices may be wrong; more is no part


def parts(sample: Sample) -> Iterator[Cause]:
    """Sentences about the wrong entries when the others are right."""
    if not sample.same_shape or not sample.clear or sample.got.dim() < 1:
        return
    differs = sample.differs
    if bool(differs.all()) or differs.numel() < 4:
        return
    for axis in range(differs.dim()):
        yield from _slices(sample, differs, axis)
    if differs.dim() == 2 and min(differs.shape) > 2:
        yield from _diagonal(sample, differs)
    if min(differs.shape) > 2:
        yield from _edge(sample, differs)


def _slices(sample: Sample, differs: torch.Tensor, axis: int) -> Iterator[Cause]:
    length = differs.shape[axis]
    wrong = differs.movedim(axis, 0).reshape(length, -1)
    if not bool((wrong.any(1) == wrong.all(1)).all()):
        return  # a slice that is partly right says nothing of its own
    places = [int(i) for i in wrong.any(1).nonzero()]
    if not places or len(places) > MOST * length:
        return
    what = _slice_name(differs.dim(), axis)
    if places == [length - 1]:
        words, code = f"only the last {what} is wrong", "last"
    elif places == [0]:
        words, code = f"only the first {what} is wrong", "first"
    elif len(places) == 1:
        words, code = f"only {what} {places[0]} is wrong", "one"
    else:
        words, code = f"only {what}s {', '.join(map(str, places))} are wrong", "some"
    right = length - len(places)
    yield Cause(f"{code} {axis}", f"In {sample.named} {words}, the other {right} are right.", 1, 1)


def _slice_name(axes: int, axis: int) -> str:
    if axes == 1:
        return "entry"
    if axes == 2:
        return "row" if axis == 0 else "column"
    return f"slice along axis {axis}"


def _diagonal(sample: Sample, differs: torch.Tensor) -> Iterator[Cause]:
    rows, columns = differs.shape
    diagonal = torch.eye(rows, columns, dtype=torch.bool)
    if torch.equal(differs, diagonal):
        yield Cause("diagonal", f"In {sample.named} only the diagonal is wrong.", 1.0, 1.0)
    for code, words, part in (
        ("upper", "above", torch.ones_like(diagonal).triu(1)),
        ("lower", "below", torch.ones_like(diagonal).tril(-1)),
    ):
        if torch.equal(differs, part):
            yield Cause(code, f"In {sample.named} all entries {words} the diagonal are wrong, and "
                        "only they.", 1.0, 1.0)  # fmt: skip


def _edge(sample: Sample, differs: torch.Tensor) -> Iterator[Cause]:
    """Every entry on the rim, and no other."""
    if differs.dim() < 2:
        return
    rim = torch.ones_like(differs)
    rim[tuple(slice(1, -1) for _ in range(differs.dim()))] = False
    if torch.equal(differs, rim):
        yield Cause("edge", f"In {sample.named} only the edge is wrong: the first and the last of "
                    "every axis.", 1.0, 1.0)  # fmt: skip
