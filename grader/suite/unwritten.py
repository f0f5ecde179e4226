"""Memory that nobody wrote to, as it shows in a learner's answer.

A worker's new memory holds NaN, or the largest number of its dtype (see `grader.worker.memory`).
"""

from __future__ import annotations

import re

import torch

from grader.suite.compare import Compared

# What shows a learner the numbers that a worker's new memory holds.
FILL = "torch.use_deterministic_algorithms(True, warn_only=True)  # new memory holds no zeros"
_EMPTY = re.compile(r"\b(?:new_)?empty(?:_like|_strided|_permuted)?(?=\()")


def makes_empty(source: str) -> bool:
    """Whether a text seems to ask for memory that it has to write to itself."""
    return _EMPTY.search(source) is not None


def remark(source: str, compared: Compared) -> str:
    """A question to a learner whose wrong numbers may be those of new memory; else empty.

    Args:
        source: the learner's text.
        compared: the two tensors that differ.
    """
    if not _may_be_new(compared.got, compared.oracle):
        return ""
    for number, line in enumerate(source.splitlines(), 1):
        found = _EMPTY.search(line.partition("#")[0])
        if found:
            name = found.group()
            return (
                f"Did you write every number? {name} in line {number} takes memory as it is, "
                f"{name.replace('empty', 'zeros')} would clear it."
            )
    return ""


def _may_be_new(got: torch.Tensor, right: torch.Tensor) -> bool:
    """Whether some numbers are those of new memory, and all of these are wrong."""
    if got.shape != right.shape or got.is_complex() or got.dtype is torch.bool:
        return False
    if got.is_floating_point():
        new = got.isnan()
        return bool(new.any()) and not bool(right[new].isnan().any())
    new = got == torch.iinfo(got.dtype).max
    return bool(new.any()) and not bool((right == got)[new].any())
