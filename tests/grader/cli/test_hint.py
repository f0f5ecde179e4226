"""`learn hint`: one at a time, each with the way to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Learn = Callable[..., Any]


def test_the_first_hint_leads_to_the_second_and_the_last_to_none(learn: Learn) -> None:
    first, second = learn("hint", "01"), learn("hint", "double", "-n", "2")
    assert "hint 1 of 2 for 01 Double a tensor" in first.out
    assert "Which number?" in first.out
    assert "x + x" not in first.out
    assert "more: learn hint 01 -n 2" in first.out
    assert "x + x" in second.out
    assert "more:" not in second.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["hint", "01", "-n", "3"], "01_double has 2 hints, not 3"),
        (["hint", "01", "-n", "0"], "0"),
        (["hint", "02"], "02_counter has no hints"),
        (["hint", "nine"], "there is no exercise 'nine'"),
        (["hint"], "EXERCISE"),
    ],
)
def test_a_hint_that_is_not_there_is_refused(learn: Learn, arguments: list[str], says: str) -> None:
    said = learn(*arguments)
    assert (said.code, said.out) == (2, "")
    assert says in said.err
