"""The bound: wide enough for every right order of summing, too narrow for a wrong term."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.suite.bounds import ROUNDOFF, Bound


def tolerance(
    bound: Bound, oracle: torch.Tensor, dtype: torch.dtype = torch.float32
) -> list[float]:
    return bound.tolerance(oracle, dtype, 16.0, 0.0).tolist()


@pytest.mark.parametrize("dtype", [torch.int64, torch.uint8, torch.bool])
def test_whole_numbers_have_no_tolerance(dtype: torch.dtype) -> None:
    assert tolerance(Bound(), torch.ones(2).to(dtype), dtype) == [0.0, 0.0]


def test_it_grows_with_the_root_of_the_depth_and_with_the_scale() -> None:
    oracle = torch.zeros(1, dtype=torch.float64)
    one = Bound(depth=1, scale=1.0).tolerance(oracle, torch.float32, 16, 0)
    assert Bound(depth=100, scale=1.0).tolerance(oracle, torch.float32, 16, 0) == 10 * one
    assert Bound(depth=1, scale=7.0).tolerance(oracle, torch.float32, 16, 0) == 7 * one


def test_a_relative_tolerance_replaces_it() -> None:
    oracle = torch.tensor([100.0, 0.0], dtype=torch.float64)
    assert tolerance(Bound(rtol=1e-2), oracle) == pytest.approx([1.0, 1e-14])


def test_nan_and_infinity_in_the_oracle_leave_the_others_a_finite_tolerance() -> None:
    oracle = torch.tensor([float("nan"), float("inf"), 1.0], dtype=torch.float64)
    assert all(0 < t < 1e-4 for t in tolerance(Bound(), oracle)[2:])


def test_an_empty_answer_has_an_empty_tolerance() -> None:
    assert tolerance(Bound(), torch.ones(0, dtype=torch.float64)) == []


@settings(max_examples=40, deadline=None, database=None)
@given(
    st.integers(2, 400),
    st.integers(0, 2**31),
    st.sampled_from([torch.float64, torch.float32, torch.bfloat16, torch.float16]),
)
def test_any_order_of_summing_is_within_and_a_lost_term_is_not(
    depth: int, seed: int, dtype: torch.dtype
) -> None:
    generator = torch.Generator().manual_seed(seed)
    terms = torch.randn(depth, generator=generator).to(dtype)
    exact = terms.double().sum()
    scale = float(terms.double().abs().sum())
    allowed = Bound(depth=depth, scale=scale).tolerance(exact, dtype, 0, 0)
    for order in (terms, terms.flip(0), terms.sort().values):
        total = torch.zeros((), dtype=dtype)
        for term in order:
            total = total + term
        assert abs(total.double() - exact) <= allowed
    if dtype is torch.float64:
        largest = terms.abs().argmax()
        assert abs(terms[largest].double()) > allowed


def test_every_dtype_with_a_unit_roundoff_has_its_own() -> None:
    for dtype, u in ROUNDOFF.items():
        real = dtype.to_real() if dtype.is_complex else dtype
        assert u == torch.finfo(real).eps / 2


def test_a_gpu_s_own_functions_may_round_a_little_more() -> None:
    oracle = torch.tensor([1.0, -8.0], dtype=torch.float64)
    here, there = (
        Bound().tolerance(oracle, torch.float32, 1.0, 0.0, device) for device in ("cpu", "cuda")
    )
    assert (there - here).tolist() == (3 * 2.0**-24 * oracle.abs()).tolist()
