"""The shape of a text: what changes it and what does not."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.similar.shape import ROW, RUN, _winnowed, prints

TEXT = '''
    """A lesson."""
    import torch

    def matmul(a, b):
        """What it does."""
        rows, inner = a.shape
        out = torch.zeros(rows, b.shape[1], dtype=a.dtype)
        for i in range(rows):
            for j in range(b.shape[1]):
                out[i, j] = (a[i] * b[:, j]).sum()
        return out

    def double(x):
        total = x.clone()
        while total.sum() < 2 * x.sum():
            total += 1
        return total
'''


def hashes(text: str) -> set[int]:
    return {number for number, _ in prints(textwrap.dedent(text))}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("rows", "number_of_rows"),
        ("def matmul(a, b)", "def matmul(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor"),
        ('"""What it does."""', "# nothing is said"),
        ("import torch", "import math, torch"),
        ("for i in range(rows):", "for i in range(\n            rows\n        ):  # each"),
    ],
)
def test_names_types_texts_imports_and_layout_change_nothing(before: str, after: str) -> None:
    assert hashes(TEXT.replace(before, after)) == hashes(TEXT)


def test_the_order_of_functions_changes_only_what_crosses_them() -> None:
    head, matmul, double = textwrap.dedent(TEXT).partition("def matmul")[0], "", ""
    matmul, _, double = textwrap.dedent(TEXT).removeprefix(head).partition("def double")
    moved = hashes(f"{head}def double{double}\n{matmul}")
    assert len(moved & hashes(TEXT)) >= 0.7 * len(hashes(TEXT))


@pytest.mark.parametrize(("before", "after"), [(".sum()", ".mean()"), ("+= 1", "+= 3"), ("*", "-")])
def test_methods_numbers_and_operators_are_the_shape(before: str, after: str) -> None:
    assert hashes(TEXT.replace(before, after)) != hashes(TEXT)


def test_a_print_says_in_which_line_it_begins() -> None:
    count = textwrap.dedent(TEXT).count("\n")
    assert {line for _, line in prints(textwrap.dedent(TEXT))} <= set(range(1, count + 1))


@given(st.lists(st.integers(0, 30), min_size=RUN, max_size=60), st.integers(0, 40))
def test_of_each_row_of_hashes_one_is_kept(numbers: list[int], at: int) -> None:
    hashed = [(number, line) for line, number in enumerate(numbers)]
    kept = {line for _, line in _winnowed(hashed)}
    at = min(at, len(hashed) - ROW)
    assert kept & set(range(at, at + ROW))


def test_a_text_that_is_too_short_has_no_prints() -> None:
    assert prints("x = 1") == prints("") == []
