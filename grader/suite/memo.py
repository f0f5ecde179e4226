"""The reference's answers, kept while one suite runs over many submissions.

The inputs of a case are the same for everyone, so its right answers are too: they are worked out
for the first submission, and for the layouts of the inputs that hold the same numbers. Kept is only
what is small and made of tensors and plain values; nothing of a submission's ever comes in here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import torch

from grader import wire

MOST_ANSWERS = 5_000
MOST_NUMBERS = 2_048  # in the inputs of one call, and in its answer

_PLAIN = (bool, int, float, str, type(None), torch.dtype, torch.Size)


class Memo:
    """Answers by what they follow from."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Any] = {}

    def answer(self, key: Hashable | None, work_out: Callable[[], Any]) -> Any:
        """The answer for a key, worked out if it is not kept; a key of None keeps nothing.

        Who gets it may look at it, and must not change it.
        """
        if key is None:
            return work_out()
        if key not in self._kept:
            value = work_out()
            if len(self._kept) >= MOST_ANSWERS or fingerprint(value) is None:
                return value
            self._kept[key] = value
        return self._kept[key]


def fingerprint(value: Any) -> Hashable | None:
    """All that an answer can follow from in a value: numbers, dtypes, shapes, what is one object.

    The layout in memory is left out. None for what is too large, or is neither tensor nor plain.
    """
    seen: dict[int, int] = {}
    try:
        return _print(value, seen, [MOST_NUMBERS])
    except _Unfit:
        return None


class _Unfit(Exception):  # noqa: N818 - the value cannot be told by a fingerprint
    """The value is too large, or made of something else."""


def _print(value: Any, seen: dict[int, int], room: list[int]) -> Hashable:
    if isinstance(value, torch.Tensor):
        return _print_tensor(value, seen, room)
    kind = type(value)
    if kind in (list, tuple):
        room[0] -= len(value)
        return (kind, *(_print(item, seen, room) for item in value))
    if kind is dict:
        room[0] -= len(value)
        return (kind, *((_print(k, seen, room), _print(v, seen, room)) for k, v in value.items()))
    if kind not in _PLAIN or room[0] < 0:
        raise _Unfit
    return (kind, repr(value))  # tells 0.0 from -0.0, and one NaN is the next one's equal


def _print_tensor(tensor: torch.Tensor, seen: dict[int, int], room: list[int]) -> Hashable:
    if id(tensor) in seen:
        return ("again", seen[id(tensor)])
    seen[id(tensor)] = len(seen)
    room[0] -= tensor.numel()
    plain = type(tensor) is torch.Tensor and tensor.layout is torch.strided
    if not plain or tensor.device.type != "cpu" or room[0] < 0:
        raise _Unfit
    flat = tensor.detach().resolve_conj().resolve_neg().contiguous()
    data = bytes(wire.memory_of(flat)) if flat.numel() else b""
    return (tensor.dtype, tuple(tensor.shape), tensor.requires_grad, data)
