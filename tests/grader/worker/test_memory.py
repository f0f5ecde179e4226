"""New memory that holds no zeros."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest
import torch

from grader.worker.memory import fill_new_memory, filled

DTYPES = [torch.float16, torch.float32, torch.float64, torch.int64, torch.uint8, torch.bool]


@pytest.fixture
def switched_back() -> Iterator[None]:
    with warnings.catch_warnings():
        yield
    torch._C._set_deterministic_algorithms(False, warn_only=False)


@pytest.mark.parametrize("dtype", DTYPES)
def test_new_memory_holds_no_zeros(switched_back: None, dtype: torch.dtype) -> None:
    fill_new_memory()
    for made in (
        torch.empty(5, dtype=dtype),
        torch.empty((), dtype=dtype),
        torch.ones(2, dtype=dtype).new_empty(2, 3),
        torch.empty_like(torch.zeros(2, dtype=dtype)),
        torch.zeros(0, dtype=dtype).resize_(4),
    ):
        assert made.ne(0).all()
        assert not dtype.is_floating_point or made.isnan().all()


def test_what_is_written_to_is_as_ever(switched_back: None) -> None:
    fill_new_memory()
    assert torch.equal(torch.zeros(3).new_zeros(2), torch.tensor([0.0, 0.0]))
    assert torch.equal(torch.ones(2, 3) @ torch.ones(3), torch.tensor([3.0, 3.0]))


def test_what_is_not_repeatable_runs_and_is_no_remark_to_the_learner(switched_back: None) -> None:
    fill_new_memory()
    put = torch.ones(2).put_(torch.tensor([0]), torch.tensor([5.0]))  # every warning is an error
    assert torch.equal(put, torch.tensor([5.0, 1.0]))


@pytest.mark.parametrize("on", [False, True])
def test_for_a_while_leaves_the_switch_as_it_was(switched_back: None, on: bool) -> None:
    torch._C._set_deterministic_algorithms(on, warn_only=on)
    with pytest.raises(ZeroDivisionError), filled():
        assert torch.empty(3).isnan().all()
        raise ZeroDivisionError
    assert torch.are_deterministic_algorithms_enabled() is on
    assert torch.is_deterministic_algorithms_warn_only_enabled() is on
