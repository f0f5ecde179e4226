"""New memory that holds no zeros."""

from __future__ import annotations

import warnings

import pytest
import torch

from grader.worker.memory import dirty


def switches() -> tuple[bool, bool]:
    return (
        torch.are_deterministic_algorithms_enabled(),
        torch.is_deterministic_algorithms_warn_only_enabled(),
    )


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.int64, torch.bool])
def test_new_memory_holds_no_zeros(dtype: torch.dtype) -> None:
    with dirty():
        made = [torch.empty(5, dtype=dtype), torch.ones(2, dtype=dtype).new_empty(2, 3)]
    for tensor in made:
        assert tensor.ne(0).all()
        assert not dtype.is_floating_point or tensor.isnan().all()


def test_what_is_written_to_is_as_ever() -> None:
    with dirty():
        assert torch.equal(torch.zeros(3).new_zeros(2), torch.tensor([0.0, 0.0]))
        assert torch.equal(torch.ones(2, 3) @ torch.ones(3), torch.tensor([3.0, 3.0]))


@pytest.mark.parametrize("only_warned", [False, True])
def test_the_switch_is_left_as_it_was(only_warned: bool) -> None:
    before = switches()
    set_switch = torch._C._set_deterministic_algorithms
    try:
        set_switch(only_warned, warn_only=only_warned)
        with pytest.raises(ZeroDivisionError), dirty():
            raise ZeroDivisionError
        assert switches() == (only_warned, only_warned)
    finally:
        set_switch(before[0], warn_only=before[1])


def test_nothing_is_said_of_algorithms_that_cannot_be_repeated() -> None:
    def put() -> None:
        torch.ones(3).put_(torch.tensor([0]), torch.tensor([2.0]))

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        torch._C._set_warnAlways(True)
        try:
            with dirty():
                put()
            assert not said
            torch._C._set_deterministic_algorithms(True, warn_only=True)
            put()
        finally:
            torch._C._set_deterministic_algorithms(False)
            torch._C._set_warnAlways(False)
    assert "deterministic" in str(said[0].message)
