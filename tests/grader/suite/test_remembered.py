"""An answer is given again for the very same question, and for no other."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.suite.remembered import LARGEST, Remembered, content


class Counted:
    """A function that counts its calls."""

    def __init__(self, work: Any) -> None:
        self.work = work
        self.calls = 0

    def __call__(self) -> Any:
        self.calls += 1
        return self.work()


X = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
SAME = {
    "in other memory": X.clone(),
    "transposed": X.t().contiguous().t(),
    "strided": torch.stack([X, X], -1).reshape(2, 4)[:, ::2],
}
OTHER = {
    "value": X + 1,
    "dtype": X.double(),
    "shape": X.reshape(4),
    "gradient": X.clone().requires_grad_(),
    "sign of zero": torch.zeros(2, 2) * -1,
    "half": X.bfloat16(),
    "sparse": X.to_sparse(),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_values_have_the_same_content_whatever_their_memory(name: str) -> None:
    assert content([X, {"k": SAME[name]}]) == content([X, {"k": X}])


@pytest.mark.parametrize("name", OTHER)
def test_another_value_dtype_shape_or_need_of_gradients_is_other_content(name: str) -> None:
    base = torch.zeros(2, 2) if name == "sign of zero" else X
    assert content(OTHER[name]) != content(base)


@pytest.mark.parametrize("shape", [(), (0,), (1,), (1, 1), (3, 0, 2)])
def test_any_shape_has_content_strided_too(shape: tuple[int, ...]) -> None:
    wide = torch.zeros(*shape[:-1], 2 * shape[-1]) if shape else torch.zeros(())
    x = wide[..., ::2] if shape else wide
    assert content(x) == content(torch.zeros(shape)) is not None


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (1, True), (0.0, -0.0), ([1], (1,))])
def test_values_that_python_holds_equal_are_told_apart(one: object, other: object) -> None:
    assert content(one) != content(other)


@pytest.mark.parametrize("unkept", [object(), print, torch.zeros(LARGEST), torch.nn.ReLU()])
def test_what_is_large_or_has_a_life_of_its_own_has_no_content(unkept: object) -> None:
    assert content([1, unkept]) is None


def test_a_question_is_answered_once_and_none_each_time() -> None:
    remembered, work = Remembered(), Counted(lambda: X * 2)
    assert torch.equal(remembered.answer("q", work), remembered.answer("q", work))
    assert work.calls == 1
    for _ in range(2):
        remembered.answer(None, work)
    assert work.calls == 3
    remembered.answer("another", work)
    assert work.calls == 4


def test_an_answer_that_was_changed_since_is_worked_out_anew() -> None:
    remembered, work = Remembered(), Counted(lambda: X * 2)
    remembered.answer("q", work).zero_()
    assert torch.equal(remembered.answer("q", work), X * 2)


def test_an_answer_with_a_life_of_its_own_is_not_kept() -> None:
    remembered, work = Remembered(), Counted(object)
    assert remembered.answer("q", work) is not remembered.answer("q", work)


def test_an_exception_is_raised_each_time() -> None:
    remembered = Remembered()

    def work() -> None:
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            remembered.answer("q", work)


PLAIN = st.integers(0, 3) | st.floats() | st.booleans() | st.none()
VALUES = st.recursive(PLAIN, lambda x: st.lists(x, max_size=3) | st.tuples(x, x), max_leaves=6)


@given(VALUES, VALUES)
def test_content_is_equal_exactly_where_the_values_are_written_alike(one: Any, other: Any) -> None:
    assert (content(one) == content(other)) == (repr(one) == repr(other))
