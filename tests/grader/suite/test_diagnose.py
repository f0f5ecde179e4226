"""Generic diagnosis: every cause has reproduced the numbers, and noise has no cause."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.suite.bounds import UNBOUND
from grader.suite.compare import Compared
from grader.suite.diagnose import Sample, causes, diagnose

Make = Callable[[torch.Tensor], torch.Tensor]


def drawn(*shape: int, seed: int = 1) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def sample(
    got: torch.Tensor,
    exact: torch.Tensor,
    inputs: dict[str, torch.Tensor] | None = None,
    what: str = "the answer",
    check: str = "values",
) -> Sample:
    tolerance = UNBOUND.tolerance(exact, torch.float64, 16.0, 1.0)
    return Sample(Compared(what, got, exact, tolerance, check), list((inputs or {}).items()))


SAME_SHAPE: dict[str, tuple[Make, str]] = {
    "negated": (lambda t: -t, "sign turned in all 12 entries"),
    "twice": (lambda t: 2 * t, "exactly 2 times the expected one in all 12 entries"),
    "half": (lambda t: t / 2, "exactly 1/2 times"),
    "odd factor": (lambda t: 1.37 * t, "exactly 1.37 times"),
    "zero": (torch.zeros_like, "is 0 in all 12 entries"),
    "offset": (lambda t: t + 0.25, "off by the same 0.25"),
    "flipped": (lambda t: t.flip(1), "flipped"),
    "rolled": (lambda t: t.roll(1, 0), "rolled along axis 0"),
    "reshaped": (lambda t: t.T.reshape(t.shape), "numbers in another order"),
    "squared": (torch.square, "the square of"),
    "absolute": (torch.abs, "without its signs"),
    "exp": (torch.exp, "e to the power of"),
    "rounded": (torch.round, "rounded to whole numbers"),
    "float32": (lambda t: t.float().double(), "passed through float32"),
    "bfloat16": (lambda t: t.bfloat16().double(), "passed through bfloat16"),
    "cut": (lambda t: t.clamp(max=0.5), "cut off at 0.5"),
}


@pytest.mark.parametrize("name", SAME_SHAPE)
def test_a_change_of_all_numbers_is_recognised(name: str) -> None:
    make, words = SAME_SHAPE[name]
    exact = drawn(4, 3)
    assert words in diagnose([sample(make(exact), exact)])


def last_row(t: torch.Tensor) -> torch.Tensor:
    changed = t.clone()
    changed[-1] += drawn(*t.shape[1:], seed=9)
    return changed


def diagonal(t: torch.Tensor) -> torch.Tensor:
    return t + torch.diag(drawn(t.shape[0], seed=9))


def edge(t: torch.Tensor) -> torch.Tensor:
    changed = drawn(*t.shape, seed=9)
    changed[1:-1, 1:-1] = t[1:-1, 1:-1]
    return changed


def upper(t: torch.Tensor) -> torch.Tensor:
    return t + drawn(*t.shape, seed=9).triu(1)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (last_row, "only the last row is wrong, the other 4 are right"),
        (diagonal, "only the diagonal is wrong"),
        (edge, "only the edge is wrong"),
        (upper, "above the diagonal"),
        (lambda t: last_row(t.T).T, "only the last column is wrong"),
    ],
)
def test_wrong_entries_that_lie_together_are_told(make: Make, words: str) -> None:
    exact = drawn(5, 5)
    assert words in diagnose([sample(make(exact), exact)])


def test_more_than_a_third_of_the_slices_is_no_part() -> None:
    exact = drawn(4, 4)
    got = exact.clone()
    got[2:] = drawn(2, 4, seed=5)
    assert diagnose([sample(got, exact)]) == ""


@pytest.mark.parametrize(
    ("got", "exact", "words"),
    [
        (lambda t: t.T, lambda t: t, "transposed"),
        (lambda t: t.unsqueeze(1), lambda t: t, "left over"),
        (lambda t: t, lambda t: t.unsqueeze(-1), "keepdim=True"),
        (lambda t: t.reshape(2, 6), lambda t: t, "in shape [2, 6] instead of [4, 3]"),
        (
            lambda t: t.reshape(2, 2, 3).permute(2, 0, 1),
            lambda t: t.reshape(2, 2, 3),
            "another order",
        ),
        (
            lambda t: t.reshape(2, 2, 3).transpose(1, 2),
            lambda t: t.reshape(2, 2, 3),
            "axes 1 and 2",
        ),
    ],
)
def test_the_right_numbers_in_another_shape_are_recognised(
    got: Make, exact: Make, words: str
) -> None:
    t = drawn(4, 3)
    assert words in diagnose([sample(got(t), exact(t), check="shape")])


def test_a_broadcast_by_accident_is_recognised() -> None:
    a, b = drawn(5), drawn(5, seed=2)
    assert "(5, 1) met a (5,)" in diagnose([sample(a[:, None] - b, a - b, check="shape")])


def test_a_sum_over_the_wrong_axis_is_recognised() -> None:
    x = drawn(4, 3)
    got = diagnose([sample(x.sum(0), x.sum(1), {"x": x}, check="shape")])
    assert got == "You took the sum of x over axis 0; it goes over axis 1."
    a, b = drawn(3, 3), drawn(3, 3, seed=2)
    got = diagnose([sample((a * b).sum(0), (a * b).sum(1), {"a": a, "b": b})])
    assert got == "You took the sum of a * b over axis 0; it goes over axis 1."


def test_a_mean_for_a_sum_is_recognised() -> None:
    x = drawn(4, 3)
    got = diagnose([sample(x.mean(1), x.sum(1), {"x": x})])
    assert got == "You took the mean of x over axis 1; what is asked for is the sum."


def test_a_factor_that_is_a_length_is_told_as_one() -> None:
    pairs = [(drawn(n, 3), drawn(3, 2)) for n in (5, 7)]
    samples = [sample(n.shape[0] * (n @ m), n @ m, {"A": n, "B": m}) for n, m in pairs]
    got = diagnose(samples)
    assert got.startswith(
        "Your answer is exactly 5 times the expected one in all 10 entries: 5 is "
    )
    assert "the length of axis 0 of A" in got


def test_a_gradient_that_added_up_says_what_to_do() -> None:
    exact = drawn(3, 4)
    got = diagnose([sample(4 * exact, exact, what="the gradient by w")])
    assert got == (
        "Your gradient by w is exactly 4 times the expected one in all 12 entries: gradients add up "
        "across calls, clear them."
    )


def test_a_missing_bias_is_recognised() -> None:
    x, W, b = drawn(4, 3), drawn(3, 2), drawn(2)
    inputs = {"x": x, "W": W, "b": b}
    assert "lacks b" in diagnose([sample(x @ W, x @ W + b, inputs)])
    assert "once too often" in diagnose([sample(x @ W + 2 * b, x @ W + b, inputs)])


def test_an_overflow_is_told_with_the_magnitude_that_it_starts_at() -> None:
    x = torch.tensor([1.0, 50.0, 400.0, 800.0, 900.0], dtype=torch.float64)
    got = torch.where(x > 700, torch.nan, x)
    assert "is NaN as soon as x reaches 800, and finite up to 400" in diagnose(
        [sample(got, x, {"x": x})]
    )


def test_a_sequence_that_is_off_by_one_is_recognised() -> None:
    exact = drawn(8).abs()
    shifted = torch.cat([exact[1:], exact[:1] + 3])
    assert "off by one: every entry stands one place too early" in diagnose(
        [sample(shifted, exact)]
    )
    got = diagnose([sample(exact[:-1], exact, what="the loss", check="shape")])
    assert got == "Your loss has one entry too few at the end; all others are right."


def test_a_training_that_drifts_is_recognised() -> None:
    exact = 2.0 ** -torch.arange(8, dtype=torch.float64)
    got = exact + 0.01 * torch.arange(8) ** 1.5
    assert "right at the first step and drifts" in diagnose([sample(got, exact, what="the loss")])


def test_right_values_of_another_dtype_are_said_to_be_right() -> None:
    exact = drawn(3, 4)
    assert "only the dtype" in diagnose([sample(exact.clone(), exact, check="dtype")])


def test_a_cause_has_to_hold_in_every_failing_comparison() -> None:
    one, two = drawn(4, 3), drawn(4, 3, seed=2)
    assert diagnose([sample(2 * one, one), sample(2 * two, two)])
    assert diagnose([sample(2 * one, one), sample(two + drawn(4, 3, seed=3), two)]) == ""


def test_small_round_numbers_alone_prove_little() -> None:
    exact = torch.tensor([1.0, 2.0], dtype=torch.float64)
    assert diagnose([sample(3.5 * exact, exact)]) == ""


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([(4, 3), (5, 5), (7,), (2, 3, 4), (6, 1)]))
def test_noise_has_no_cause(seed: int, shape: tuple[int, ...]) -> None:
    exact, noise = drawn(*shape, seed=seed), drawn(*shape, seed=seed + 1)
    inputs = {"x": drawn(*shape, seed=seed + 2), "y": drawn(*shape, seed=seed + 3)}
    for size in (1.0, 1e-3, 1e-9):
        assert diagnose([sample(exact + size * noise, exact, inputs)]) == ""


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 4), max_size=4),
    st.lists(st.integers(0, 4), max_size=4),
    st.sampled_from([torch.float32, torch.int64, torch.bool, torch.complex64, torch.float16]),
)
def test_any_two_tensors_can_be_looked_at(
    one: list[int], other: list[int], dtype: torch.dtype
) -> None:
    got, exact = torch.ones(one).to(dtype), drawn(*other)
    list(causes(sample(got, exact, {"x": got, "y": exact})))
