"""How far apart two codes' doings are, in units of their own size.

Types, shapes, dtypes, whole numbers and texts are the same or infinitely far apart; floating
numbers are as far apart as their largest difference over the largest of them.
"""

from __future__ import annotations

import math
from typing import Any

import torch

from grader.suite.compare import kind_of, wide
from grader.suite.evidence import Seen

FAR = math.inf


def distance(one: Seen, other: Seen) -> float:
    """Between what two codes did with the same inputs: 0 where nothing differs."""
    if one.error or other.error:
        same = (one.error, one.words) == (other.error, other.words)
        return 0.0 if same else FAR
    if one.effects != other.effects:
        return FAR
    parts = (one.value, one.gradients, one.inputs), (other.value, other.gradients, other.inputs)
    return max(apart(mine, theirs) for mine, theirs in zip(*parts, strict=True))


def apart(one: Any, other: Any) -> float:
    """Between two values."""
    if isinstance(one, torch.Tensor) or isinstance(other, torch.Tensor):
        return _tensors(one, other)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        if len(one) != len(other) or isinstance(one, tuple) != isinstance(other, tuple):
            return FAR
        if one and all(type(x) is float for x in (*one, *other)):
            return _tensors(*(torch.tensor(xs, dtype=torch.float64) for xs in (one, other)))
        return max((apart(a, b) for a, b in zip(one, other, strict=True)), default=0.0)
    if isinstance(one, dict) and isinstance(other, dict):
        if set(one) != set(other):
            return FAR
        return max((apart(one[key], other[key]) for key in one), default=0.0)
    if type(one) is float and type(other) is float:
        return _tensors(*(torch.tensor(x, dtype=torch.float64) for x in (one, other)))
    return _others(one, other)


def _others(one: Any, other: Any) -> float:
    plain = (str, bytes, bool, int, type(None), torch.dtype, torch.device)
    if isinstance(one, plain) or isinstance(other, plain):
        return 0.0 if type(one) is type(other) and one == other else FAR
    return 0.0 if _kind(one) == _kind(other) else FAR


def _kind(value: Any) -> str:
    """The type's bare name: an object that stayed in the worker tells no more than that."""
    return kind_of(value).split(" (")[0].rpartition(" ")[2].rpartition(".")[2]


def _tensors(one: Any, other: Any) -> float:
    if not (isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor)):
        return FAR
    if one.shape != other.shape or one.dtype != other.dtype or one.layout != other.layout:
        return FAR
    if not one.numel() or one.layout is not torch.strided:
        return 0.0
    mine, theirs = (wide(t.cpu() if t.device.type != "meta" else t) for t in (one, other))
    if not (mine.is_floating_point() or mine.is_complex()):
        return 0.0 if torch.equal(mine, theirs) else FAR
    same = (mine == theirs) | (mine.isnan() & theirs.isnan())
    finite = mine.isfinite() & theirs.isfinite()
    if not bool((same | finite).all()):
        return FAR
    size = torch.where(finite, torch.maximum(mine.abs(), theirs.abs()), 0.0).max()
    difference = torch.where(same, 0.0, (mine - theirs).abs()).max()
    return float(difference / size) if float(difference) else 0.0
