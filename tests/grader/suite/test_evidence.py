"""What is kept of a submission's doings, and what is too large to be kept."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from grader.suite.evidence import LARGEST, Evidence, Experiment, Seen, is_large

MANY = LARGEST + 1
LARGE: list[Any] = [
    [[] for _ in range(MANY)],
    [[()] * (LARGEST // 2)] * 3,
    {"a": {number: 1 for number in range(MANY)}},
    ["x" * MANY],
    set(range(MANY)),
    (torch.zeros(LARGEST // 2), [torch.zeros(LARGEST)]),
]


@pytest.mark.parametrize("value", LARGE, ids=range(len(LARGE)))
def test_what_is_large_is_not_kept_whatever_it_is_made_of(value: Any) -> None:
    assert is_large(value)
    evidence = Evidence()
    experiment = Experiment("f", [[], {}], Seen(), lambda *_: Seen(), 1, lambda *_: None)
    for seen in (Seen(value), Seen(gradients=value), Seen(inputs=value)):
        evidence.add(experiment, seen)
    assert evidence.experiments == []
    evidence.add(experiment, Seen(1))
    assert len(evidence.experiments) == 1


@pytest.mark.parametrize("value", [None, 1, "x", [[1, 2], {"a": (torch.zeros(9), 3.0)}], {1, 2}])
def test_what_is_small_is_kept(value: Any) -> None:
    assert not is_large(value)
