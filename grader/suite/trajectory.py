"""A list of floats, one a step, against the one expected: losses of a training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from grader.report import Check
from grader.suite.compare import Compared, kind_of, number
from grader.suite.failure import Failure


def follow(got: Any, expected: Sequence[float], rtol: float, what: str) -> None:
    """Raises Failure at the first step that is too far off.

    Args:
        got: from the worker.
        expected: as many floats as steps.
        rtol: relative to the expected value.
        what: the numbers are, for the message.
    """
    if not isinstance(got, list):
        raise Failure(f"the answer is {kind_of(got)}, not a list")
    for step, item in enumerate(got):
        if type(item) is not float:
            kind = kind_of(item)
            raise Failure(f"entry {step} of the list is {kind}, not a float", "loss.item()")
    largest = max((abs(x) for x in expected), default=0.0)
    allowed = [rtol * max(abs(right), 1e-6 * largest, 1e-12) for right in expected]
    if len(got) != len(expected):
        found = _compared(got, expected, allowed, what, "shape")
        raise _off(f"the list has {len(got)} entries, expected {len(expected)}", found)
    for step, (mine, right) in enumerate(zip(got, expected, strict=True)):
        if not abs(mine - right) <= allowed[step]:
            detail = f"step {step}: got {number(mine)}, expected {number(right)}"
            start = "from the first step on" if step == 0 else f"right up to step {step - 1}"
            found = _compared(got, expected, allowed, what, "values")
            raise _off(f"the {what} is off, {start}", found, Check("values", detail, False))


def _compared(
    got: Sequence[float], expected: Sequence[float], allowed: list[float], what: str, check: str
) -> Compared:
    mine, right, bound = (
        torch.tensor(list(x), dtype=torch.float64) for x in (got, expected, allowed)
    )
    return Compared(f"the {what}", mine, right, bound, check)


def _off(rationale: str, compared: Compared, *checks: Check) -> Failure:
    failure = Failure(rationale, checks=checks)
    failure.compared = compared
    return failure
