"""An answer is given again for the very same question, and for no other."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.suite.remembered import LARGEST, Remembered


class Counted:
    """A function that counts its calls."""

    def __init__(self, work: Any) -> None:
        self.work = work
        self.calls = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self.work(*args, **kwargs)


@pytest.fixture
def double() -> Counted:
    return Counted(lambda x: x * 2)


X = torch.tensor([[1.0, 2.0], [3.0, 4.0]])


def test_the_same_values_in_other_memory_are_the_same_question(double: Counted) -> None:
    remembered = Remembered()
    first = remembered.answer("double", 1, double, [X], {})
    again = remembered.answer("double", 1, double, [X.clone()], {})
    assert torch.equal(first, again)
    assert double.calls == 1


@pytest.mark.parametrize(
    "other",
    [
        X + 1,
        X.double(),
        X.reshape(4),
        X.clone().requires_grad_(),
        X.t().contiguous().t(),  # the same values, laid out otherwise
        torch.tensor([[1.0, -0.0], [3.0, 4.0]]),
    ],
)
def test_another_value_dtype_shape_or_layout_is_another_question(
    double: Counted, other: torch.Tensor
) -> None:
    remembered = Remembered()
    remembered.answer("double", 1, double, [X], {})
    assert torch.equal(remembered.answer("double", 1, double, [other], {}), other * 2)
    assert double.calls == 2


def test_another_seed_function_keyword_or_default_dtype_is_another_question() -> None:
    remembered, work = Remembered(), Counted(lambda x, k=0: x * 2)
    for name, seed, kwargs in (("f", 1, {}), ("f", 2, {}), ("g", 1, {}), ("f", 1, {"k": 1})):
        remembered.answer(name, seed, work, [X], kwargs)
    torch.set_default_dtype(torch.float64)
    try:
        remembered.answer("f", 1, work, [X], {})
    finally:
        torch.set_default_dtype(torch.float32)
    assert work.calls == 5


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (1, True), (0.0, -0.0), ([1], (1,))])
def test_values_that_python_holds_equal_are_told_apart(one: object, other: object) -> None:
    remembered, work = Remembered(), Counted(lambda x: x)
    remembered.answer("f", 1, work, [one], {})
    assert type(remembered.answer("f", 1, work, [other], {})) is type(other)
    assert work.calls == 2


@pytest.mark.parametrize("unkept", [object(), print, torch.zeros(LARGEST), torch.nn.ReLU()])
def test_what_is_large_or_has_a_life_of_its_own_is_never_remembered(unkept: object) -> None:
    remembered, work = Remembered(), Counted(lambda x: 1)
    for _ in range(2):
        remembered.answer("f", 1, work, [unkept], {})
    assert work.calls == 2


def test_an_answer_that_was_changed_since_is_worked_out_anew(double: Counted) -> None:
    remembered = Remembered()
    remembered.answer("double", 1, double, [X], {}).zero_()
    assert torch.equal(remembered.answer("double", 1, double, [X], {}), X * 2)
    assert double.calls == 2


def test_an_exception_is_raised_each_time() -> None:
    remembered = Remembered()

    def work(x: torch.Tensor) -> None:
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            remembered.answer("f", 1, work, [X], {})


@given(st.lists(st.integers(0, 5) | st.floats(allow_nan=False) | st.booleans(), max_size=4))
def test_an_answer_equals_the_one_worked_out(values: list[Any]) -> None:
    remembered = Remembered()
    for _ in range(2):
        assert remembered.answer("f", 1, repr, [values], {}) == repr(values)
