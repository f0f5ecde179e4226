from __future__ import annotations

import math

import pytest
import torch

from grader.suite.evidence import Seen, raised
from grader.suite.likeness import apart, distance


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (torch.ones(2), torch.ones(3)),
        (torch.ones(2), torch.ones(2, dtype=torch.float64)),
        (torch.tensor([1, 2]), torch.tensor([1, 3])),
        (torch.tensor([1.0, math.nan]), torch.ones(2)),
        (torch.ones(1), 1.0),
        ([1, 2], (1, 2)),
        ([1, 2], [1]),
        ({"a": 1}, {"b": 1}),
        ("text", "texts"),
        (1, True),
        (1, 1.0),
        (None, 0),
        (object(), "object"),
    ],
)
def test_what_differs_in_kind_is_infinitely_far_apart(one: object, other: object) -> None:
    assert apart(one, other) == math.inf
    assert apart(other, one) == math.inf
    assert apart(one, one) == 0.0


def test_floating_numbers_are_as_far_apart_as_their_share_of_the_largest() -> None:
    assert apart(torch.tensor([100.0, 1.0]), torch.tensor([100.0, 2.0])) == pytest.approx(0.01)
    assert apart([100.0, 1.0], [100.0, 2.0]) == pytest.approx(0.01)
    assert apart(torch.tensor([math.inf, 1.0]), torch.tensor([math.inf, 1.5])) == pytest.approx(
        1 / 3
    )
    assert apart(torch.tensor([math.nan, 4.0]), torch.tensor([math.nan, 4.0])) == 0.0
    assert apart(torch.zeros(3), torch.zeros(3)) == 0.0


def test_of_two_parts_the_farther_one_counts() -> None:
    one, other = [torch.ones(2), torch.ones(2)], [torch.ones(2), torch.full((2,), 2.0)]
    assert apart(one, other) == pytest.approx(0.5)
    assert apart({"a": one}, {"a": other}) == pytest.approx(0.5)


def test_exceptions_are_the_same_by_type_and_by_the_numbers_they_name() -> None:
    one = raised("IndexError", "index 3 is out of bounds for axis 0 with size 3")
    assert distance(one, raised("IndexError", "3 does not fit into axis 0")) == 0.0
    assert distance(one, raised("IndexError", "index 4 is out of bounds")) == math.inf
    assert distance(one, raised("KeyError", "3 0")) == math.inf
    assert distance(one, Seen(3)) == math.inf


def test_a_missing_attribute_is_the_same_by_its_names() -> None:
    one = raised("AttributeError", "'NoneType' object has no attribute 'zero_'")
    assert distance(one, raised("AttributeError", "'Tensor' object has no attribute 'zero_'"))
    assert distance(one, raised("AttributeError", "no 'zero_' on 'NoneType'")) == 0.0


def test_a_message_that_lacks_what_was_asked_for_is_another_message() -> None:
    naming = ("first", "2")
    assert distance(raised("E", "first", naming), raised("E", "nothing", naming)) == math.inf


def test_what_a_call_did_besides_counts() -> None:
    one = Seen(1, effects=(("changed", (0,)),))
    assert distance(one, Seen(1)) == math.inf
    assert distance(one.answer, Seen(1)) == 0.0
