"""Answers of the reference that were worked out before, for the very same inputs.

A case asks the same of the reference many times: its variants differ in memory and not in value,
and a learner's next save meets the inputs of the one before. A reference answers by its inputs and
its seed alone. Only small inputs are remembered, by their content, and an answer that somebody
changed since is worked out anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from grader.worker.effects import tensors_in

MOST = 2048  # answers kept
LARGEST = 1 << 13  # bytes of one tensor, inputs and answers alike
_PLAIN = (bool, int, float, complex, str, bytes, type(None), torch.dtype)


class _Unkept(Exception):  # noqa: N818 - what happens to the answer
    """The inputs are too large or of a kind that says nothing about its content."""


class Remembered:
    """What was worked out, by question."""

    def __init__(self) -> None:
        self._answers: dict[object, tuple[Any, list[int]]] = {}

    def answer(self, question: object, work: Callable[[], Any]) -> Any:
        """What ``work`` gives, now or when the same was asked before.

        Args:
            question: hashable, and equal only where the answer is the same; None is never the same.
            work: gives the answer.
        """
        if question is None:
            return work()
        if question in self._answers:
            value, versions = self._answers[question]
            if versions == _versions(value):
                return value
        value = work()
        if len(self._answers) < MOST and content(value) is not None:
            self._answers[question] = value, _versions(value)
        return value


def content(value: Any) -> object:
    """Something equal for equal values, whatever their memory looks like, and for nothing else.

    None where there is no such thing, or where it is too large.
    """
    try:
        return _content(value)
    except _Unkept:
        return None


def _content(value: Any) -> object:
    """Something equal for equal content, and for nothing else."""
    kind = type(value)
    if kind is torch.Tensor:
        return _tensor(value)
    if kind in _PLAIN:
        # 1, 1.0 and True are equal, and so are 0.0 and -0.0.
        return kind, repr(value) if kind in (float, complex) else value
    if kind in (list, tuple):
        return kind, tuple(map(_content, value))
    if kind is dict:
        return kind, tuple((_content(key), _content(item)) for key, item in value.items())
    raise _Unkept


def _tensor(tensor: torch.Tensor) -> object:
    size = tensor.numel() * tensor.element_size()
    if size > LARGEST or tensor.layout is not torch.strided or tensor.device.type != "cpu":
        raise _Unkept
    # Not contiguous(): one element of a strided tensor is contiguous, and is no view of bytes.
    flat = tensor.detach().clone(memory_format=torch.contiguous_format).reshape(-1)
    return (
        torch.Tensor,
        tensor.dtype,
        tensor.shape,
        tensor.requires_grad,
        flat.view(torch.uint8).numpy().tobytes(),
    )


def _versions(value: Any) -> list[int]:
    return [tensor._version for tensor in tensors_in(value)]
