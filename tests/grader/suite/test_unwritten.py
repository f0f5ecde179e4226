"""What is asked where a learner's numbers may be those of memory that nobody wrote to."""

from __future__ import annotations

import pytest
import torch

from grader.suite.compare import Compared
from grader.suite.unwritten import makes_empty, remark

NAN = float("nan")
SOURCE = "import torch  # empty(\n\ndef f(A):\n    out = A.new_empty(3)\n    return out\n"
MOST = torch.iinfo(torch.int64).max


def differing(got: list[float], right: list[float], dtype: torch.dtype) -> Compared:
    made = torch.tensor(got, dtype=dtype)
    return Compared("the answer", made, torch.tensor(right, dtype=dtype), made, "values")


@pytest.mark.parametrize(
    ("got", "right", "dtype", "asked"),
    [
        ([1.0, NAN, 3.0], [1.0, 2.0, 3.0], torch.float32, True),
        ([1.0, NAN, NAN], [1.0, 2.0, 3.0], torch.float64, True),
        ([1.0, 2.5, 3.0], [1.0, 2.0, 3.0], torch.float32, False),
        ([NAN, NAN, 3.0], [NAN, 2.0, 3.0], torch.float32, False),  # NaN may be right here
        ([1, MOST, 3], [1, 2, 3], torch.int64, True),
        ([1, MOST, MOST], [1, MOST, 3], torch.int64, False),
        ([1, 1, 1], [1, 0, 1], torch.bool, False),
    ],
)
def test_it_is_asked_where_all_numbers_of_new_memory_are_wrong(
    got: list[float], right: list[float], dtype: torch.dtype, asked: bool
) -> None:
    said = remark(SOURCE, differing(got, right, dtype))
    assert said == (
        "Did you write every number? new_empty in line 4 takes memory as it is, new_zeros would "
        "clear it."
        if asked
        else ""
    )


def test_nothing_is_asked_of_a_text_that_makes_no_empty_memory_or_of_another_shape() -> None:
    unlike = differing([NAN], [1.0, 2.0], torch.float32)
    assert remark(SOURCE, unlike) == ""
    assert remark("def f(A):\n    return A / 0\n", differing([NAN], [1.0], torch.float32)) == ""
    assert remark("def is_empty(x): ...\n# empty(3)", differing([NAN], [1.0], torch.float32)) == ""


def test_only_what_torch_has_is_recommended() -> None:
    source = "import torch\nout = torch.empty_strided((1,), (1,))\n"
    said = remark(source, differing([NAN], [1.0], torch.float32))
    assert "empty_strided in line 2" in said
    assert ", zeros would clear it" in said


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("out = torch.empty(3)", True),
        ("out = torch.empty_like(x)", True),
        ("out = x.new_empty((2, 3))", True),
        ("from torch import empty\nout = empty(3)", True),
        ("if is_empty(x): ...", False),
        ("torch.zeros(3)  # not empty(3)", False),
        ('"""torch.empty_like(a) is a way."""\n', False),
        ("out = torch.empty(", False),
        ("x = 1\n" * 40_000 + "torch.empty(3)", False),
        ("empty = []", False),
    ],
)
def test_which_texts_make_empty_memory(source: str, expected: bool) -> None:
    assert makes_empty(source) is expected
