"""Random inputs: the same alone or in the suite, different from case to case."""

from __future__ import annotations

import pytest
import torch

from grader.suite.rng import Rng


def rng(seed: int = 1, slug: str = "03_matmul", case: str = "test_a") -> Rng:
    return Rng(seed, slug, case)


def test_the_same_seed_slug_and_case_give_the_same_numbers() -> None:
    assert torch.equal(rng().normal(3, 4), rng().normal(3, 4))
    for other in (rng(seed=2), rng(slug="04_other"), rng(case="test_b")):
        assert not torch.equal(rng().normal(3, 4), other.normal(3, 4))


def test_the_global_generator_is_neither_read_nor_moved() -> None:
    before = torch.get_rng_state()
    first = rng().normal(5)
    torch.rand(3)
    assert torch.equal(first, rng().normal(5))
    torch.set_rng_state(before)
    rng().generator()
    assert torch.equal(before, torch.get_rng_state())


def test_float64_numbers_are_those_of_float32() -> None:
    assert torch.equal(rng().normal(9, dtype=torch.float64), rng().normal(9).double())
    wide = rng().uniform(9, low=-1, high=5, dtype=torch.float64)
    assert torch.equal(wide, wide.float().double())


def test_numbers_are_within_what_was_asked_for() -> None:
    r = rng()
    uniform = r.uniform(1000, low=-2, high=3)
    assert uniform.min() >= -2
    assert uniform.max() <= 3
    whole = r.integers(1000, low=-3, high=4)
    assert (whole.dtype, int(whole.min()), int(whole.max())) == (torch.int64, -3, 3)
    assert {r.size(2, 4) for _ in range(100)} == {2, 3, 4}
    assert all(-1 <= r.number() <= 1 for _ in range(100))
    assert sorted(r.permutation(7).tolist()) == list(range(7))


@pytest.mark.parametrize("count", [1, 3, 6])
def test_sizes_are_all_different(count: int) -> None:
    for seed in range(50):
        sizes = rng(seed).sizes(count, 2, 7)
        assert len(set(sizes)) == count
        assert all(2 <= size <= 7 for size in sizes)


def test_more_different_sizes_than_there_are_is_an_author_s_error() -> None:
    with pytest.raises(ValueError, match="no 7 different sizes"):
        rng().sizes(7, 2, 7)


def test_tensors_choices_and_generators() -> None:
    r = rng()
    assert r.tensor([1, 2]).dtype is torch.int64
    assert r.tensor([1, 2], torch.float32).dtype is torch.float32
    assert {r.choice("abc") for _ in range(50)} == set("abc")
    drawn = torch.rand(2, generator=rng().generator())
    assert torch.equal(drawn, torch.rand(2, generator=rng().generator()))
