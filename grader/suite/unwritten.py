"""Memory that nobody wrote to, as it shows in a learner's answer.

A worker's new memory holds NaN, or the largest number of its dtype (see `grader.worker.memory`).
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator

import torch

from grader.suite.compare import Compared
from grader.worker.rules.words import listed

# What shows a learner the numbers that a worker's new memory holds.
FILL = "torch.use_deterministic_algorithms(True, warn_only=True)  # new memory holds no zeros"
LONGEST = 1 << 16  # characters of a text that is looked at
EMPTY = listed("empty new_empty empty_like empty_strided new_empty_strided empty_permuted")


def makes_empty(source: str) -> bool:
    """Whether a text seems to ask for memory that it has to write to itself."""
    return next(_empty(source), None) is not None


def remark(source: str, compared: Compared) -> str:
    """A question to a learner whose wrong numbers may be those of new memory; else empty.

    Args:
        source: the learner's text.
        compared: the two tensors that differ.
    """
    if not _may_be_new(compared.got, compared.oracle):
        return ""
    for line, name in _empty(source):
        zeros = name.replace("empty", "zeros")
        filled = zeros if hasattr(torch, zeros) or hasattr(torch.Tensor, zeros) else "zeros"
        return (
            f"Did you write every number? {name} in line {line} takes memory as it is, "
            f"{filled} would clear it."
        )
    return ""


def _empty(source: str) -> Iterator[tuple[int, str]]:
    """The lines that ask for new memory, and by which name; none in a text that is not read."""
    if len(source) > LONGEST:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    calls = sorted((x for x in nodes if isinstance(x, ast.Call)), key=lambda call: call.lineno)
    for call in calls:
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name in EMPTY:
            yield call.lineno, name


def _may_be_new(got: torch.Tensor, right: torch.Tensor) -> bool:
    """Whether some numbers are those of new memory, and all of these are wrong."""
    if got.shape != right.shape or got.is_complex() or got.dtype is torch.bool:
        return False
    if got.is_floating_point():
        new = got.isnan()
        return bool(new.any()) and not bool(right[new].isnan().any())
    new = got == torch.iinfo(got.dtype).max
    return bool(new.any()) and not bool((right == got)[new].any())
