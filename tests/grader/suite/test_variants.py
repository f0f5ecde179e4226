"""The same call on other inputs: layouts and precision change, values do not."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.suite.variants import CHANGES, DEFAULT, WORDS, copied, doubled, mapped, variants

shapes = st.lists(st.integers(0, 4), max_size=4).map(tuple)
dtypes = st.sampled_from([torch.float32, torch.float64, torch.int64, torch.bool])


def drawn(shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
    return (torch.randn(shape, generator=torch.Generator().manual_seed(1)) * 3).to(dtype)


@settings(max_examples=60, deadline=None, database=None)
@given(shapes, dtypes, st.booleans(), st.sampled_from(DEFAULT))
def test_values_shape_and_gradient_flag_survive(
    shape: tuple[int, ...], dtype: torch.dtype, grad: bool, name: str
) -> None:
    x = drawn(shape, dtype).requires_grad_(grad and dtype.is_floating_point)
    changed = CHANGES[name](x)
    assert torch.equal(changed.double(), x.double())
    assert changed.shape == x.shape
    assert changed.requires_grad == x.requires_grad
    assert changed.is_leaf
    assert not changed.numel() or changed.data_ptr() != x.data_ptr()
    if name != "given" and dtype.is_floating_point:
        assert changed.dtype is torch.float64
    elif not dtype.is_floating_point:
        assert changed.dtype is dtype


def test_layouts_are_what_their_names_say() -> None:
    x = drawn((3, 4), torch.float32)
    assert CHANGES["transposed"](x).stride() == (1, 3)
    assert CHANGES["strided"](x).stride() == (8, 2)
    assert CHANGES["expanded"](x).stride() == (0, 1)
    assert CHANGES["given"](x.T).stride() == x.T.stride()
    assert set(CHANGES) == set(WORDS)


def test_expanded_repeats_the_first_row() -> None:
    x = drawn((3, 2), torch.float64)
    assert torch.equal(CHANGES["expanded"](x), x[:1].expand(3, 2))


def names(*tensors: torch.Tensor) -> list[str]:
    return [name for name, _ in variants((list(tensors), {}), DEFAULT)]


def test_variants_that_change_nothing_are_left_out() -> None:
    assert names(drawn((3, 4), torch.float32)) == list(DEFAULT)
    assert names(drawn((3, 4), torch.float64)) == ["given", "transposed", "strided"]
    assert names(drawn((3,), torch.float32)) == ["given", "float64", "strided"]
    assert names(drawn((), torch.float32)) == ["given", "float64"]
    assert names(drawn((), torch.int64)) == ["given"]
    assert names() == ["given"]


def test_one_tensor_in_two_places_stays_one() -> None:
    x = drawn((2, 2), torch.float32)
    _, (args, named) = next(variants(([x, (x, [x])], {"k": x}), ("float64",)))
    assert args[0] is args[1][0] is args[1][1][0] is named["k"]
    assert args[0].dtype is torch.float64


def test_what_is_no_tensor_is_handed_on_as_it_is() -> None:
    odd = object()
    assert mapped([1, ("a", odd), {"k": None}], doubled) == [1, ("a", odd), {"k": None}]


@pytest.mark.parametrize("change", [copied, doubled])
def test_copies_are_contiguous_and_separate(change: object) -> None:
    x = drawn((3, 2), torch.float64).T
    other = change(x)
    assert other.is_contiguous()
    other.zero_()
    assert x.any()
