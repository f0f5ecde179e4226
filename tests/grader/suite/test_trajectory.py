from __future__ import annotations

import pytest

from grader.suite.failure import Failure
from grader.suite.trajectory import follow


def failure(got: object, expected: list[float]) -> Failure:
    with pytest.raises(Failure) as caught:
        follow(got, expected, 1e-3, "loss")
    return caught.value


def test_a_step_that_is_off_is_told_with_the_steps_before_it() -> None:
    told = failure([4.0, 2.0, 1.5], [4.0, 2.0, 1.0])
    assert told.record.rationale == "the loss is off, right up to step 1"
    assert told.record.checks[0].detail == "step 2: got 1.5, expected 1"
    assert told.compared.got.tolist() == [4.0, 2.0, 1.5]
    assert failure([1.0], [2.0]).record.rationale == "the loss is off, from the first step on"


def test_what_is_no_list_of_floats_is_refused() -> None:
    assert failure(None, [1.0]).record.rationale == "the answer is None, not a list"
    assert failure([1], [1.0]).record.rationale == "entry 0 of the list is an int, not a float"


def test_a_list_of_another_length_keeps_both_for_the_diagnosis() -> None:
    told = failure([3.0, 2.0], [3.0, 2.0, 1.0])
    assert told.record.rationale == "the list has 2 entries, expected 3"
    assert told.compared.check == "shape"


def test_near_enough_is_right() -> None:
    follow([1.0005, 0.5], [1.0, 0.5], 1e-3, "loss")
