"""The reference's answers, kept by all that they follow from."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.suite.memo import MOST_NUMBERS, Memo, fingerprint
from grader.suite.variants import CHANGES

A = torch.tensor([[1.0, 2.0], [3.0, 4.0]])


def test_an_answer_is_worked_out_once_for_equal_inputs_and_again_for_others() -> None:
    memo, worked_out = Memo(), []

    def double(x: torch.Tensor) -> torch.Tensor:
        worked_out.append(x)
        return x * 2

    for x in (A, A.clone(), A + 1, A.double()):
        assert torch.equal(memo.answer(fingerprint([x]), lambda x=x: double(x)), x * 2)
    assert len(worked_out) == 3
    memo.answer(None, lambda: double(A))
    memo.answer(None, lambda: double(A))
    assert len(worked_out) == 5


@pytest.mark.parametrize("name", ["transposed", "strided", "float64"])
def test_layouts_of_the_same_numbers_share_an_answer(name: str) -> None:
    assert fingerprint([CHANGES[name](A)]) == fingerprint([A.double()])
    one = torch.tensor([5.0])
    assert fingerprint([CHANGES[name](one)]) == fingerprint([one.double()])


def test_all_that_an_answer_may_follow_from_tells_inputs_apart() -> None:
    other = A.clone()
    values: list[Any] = [
        [A, A], [A, other], [A.clone().requires_grad_()], [A], [A.double()], [A.reshape(4)],
        [A, 1], [A, 1.0], [A, True], [A, "1"], [A, None], [A, (1,)], [A, [1]], [A, {"x": 1}],
        [0.0], [-0.0], [float("nan")], [torch.zeros(0, 2)], [torch.zeros(2, 0)], [torch.float32],
        [torch.tensor(True)], [torch.tensor(1, dtype=torch.uint8)], [(1 + 2j) * A], [(1 + 2j) * A.conj()],
        [((1 + 2j) * A).conj()],
    ]  # fmt: skip
    prints = [fingerprint(value) for value in values]
    assert None not in prints
    same = [(i, j) for i in range(len(prints)) for j in range(i) if prints[i] == prints[j]]
    assert same == [(23, 22)]  # a real tensor is its own conjugate


@pytest.mark.parametrize(
    "value",
    [
        [torch.zeros(MOST_NUMBERS + 1)],
        [0] * (MOST_NUMBERS + 1),
        [torch.nn.Linear(1, 1)],
        [lambda x: x],
        [torch.nn.Parameter(A)],
        [A.to_sparse()],
        [1 + 2j],
    ],
)
def test_what_is_large_or_has_a_life_of_its_own_is_never_kept(value: Any) -> None:
    assert fingerprint(value) is None
    memo = Memo()
    answers = [memo.answer("key", lambda: list(value)) for _ in range(2)]
    assert answers[0] is not answers[1]


_VALUES = st.recursive(
    st.integers() | st.floats() | st.text(max_size=3) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner),
    max_leaves=6,
)


@given(_VALUES, _VALUES)
def test_equal_fingerprints_mean_equal_values(a: Any, b: Any) -> None:
    if fingerprint(a) == fingerprint(b):
        assert repr(a) == repr(b)
