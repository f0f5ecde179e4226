"""Memory that nobody wrote to, as it shows in a learner's answer.

A worker's new memory holds NaN, or the largest number of its dtype (see `grader.worker.memory`).
"""

from __future__ import annotations

import ast

import torch

from grader.suite.compare import Compared
from grader.suite.independent import LONGEST
from grader.worker.rules.visits import parsed, parts
from grader.worker.rules.words import listed

# What shows a learner the numbers that a worker's new memory holds.
FILL = "torch.use_deterministic_algorithms(True, warn_only=True)  # new memory holds no zeros"
EMPTY = listed("empty new_empty empty_like empty_strided new_empty_strided empty_permuted")


def makes_empty(source: str) -> bool:
    """Whether a text seems to ask for memory that it has to write to itself."""
    return _empty(source) is not None


def remark(source: str, compared: Compared) -> str:
    """A question to a learner whose wrong numbers may be those of new memory; else empty.

    Args:
        source: the learner's text.
        compared: the two tensors that differ.
    """
    found = _empty(source) if _may_be_new(compared.got, compared.oracle) else None
    if found is None:
        return ""
    line, name = found
    zeros = name.replace("empty", "zeros")
    filled = zeros if hasattr(torch, zeros) or hasattr(torch.Tensor, zeros) else "zeros"
    return (
        f"Did you write every number? {name} in line {line} takes memory as it is, "
        f"{filled} would clear it."
    )


def _empty(source: str) -> tuple[int, str] | None:
    """The first line that asks for new memory, and by which name; None if none is seen to."""
    tree = parsed(source) if len(source) <= LONGEST else None
    calls = [part for part in parts([tree]) if isinstance(part, ast.Call)] if tree else []
    named = (
        (call.lineno, getattr(call.func, "attr", getattr(call.func, "id", ""))) for call in calls
    )
    return min((each for each in named if each[1] in EMPTY), default=None)


def _may_be_new(got: torch.Tensor, right: torch.Tensor) -> bool:
    """Whether some numbers are those of new memory, and all of these are wrong."""
    if got.shape != right.shape or got.is_complex() or got.dtype is torch.bool:
        return False
    if got.is_floating_point():
        new = got.isnan()
        return bool(new.any()) and not bool(right[new].isnan().any())
    new = got == torch.iinfo(got.dtype).max
    return bool(new.any()) and not bool((right == got)[new].any())
