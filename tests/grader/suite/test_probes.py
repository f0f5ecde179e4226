"""Functions that are sent as text: self-contained, marked, without their decorators."""

from __future__ import annotations

import gc
import weakref

import pytest
import torch

from grader.errors import CourseError
from grader.suite.probes import function, probe, source_of


@probe
def leaves(submission, torch, count=3):
    """How many."""
    return [submission.x] * count


@function
def square(x):
    return x * x


def unmarked(x):
    return x


def test_the_text_is_the_function_without_its_decorator() -> None:
    source = source_of(leaves)
    assert source.name == "leaves"
    assert source.text.startswith("def leaves(submission, torch, count=3):")
    namespace: dict[str, object] = {}
    exec(source.text, namespace)
    kept = type("Module", (), {"x": 7})
    assert namespace["leaves"](kept, torch) == [7, 7, 7]


def test_a_marked_function_still_works_here() -> None:
    assert square(4) == 16
    assert source_of(square) is source_of(square)


def test_a_function_that_is_not_marked_is_not_sent() -> None:
    with pytest.raises(CourseError, match="unmarked is not marked"):
        source_of(unmarked)


def test_a_lambda_is_no_top_level_function() -> None:
    marked = probe(lambda submission, torch: 1)
    with pytest.raises(CourseError, match="no top-level function"):
        source_of(marked)


def test_a_probe_is_forgotten_with_its_suite() -> None:
    @probe
    def leaves(submission, torch):
        return 1

    source_of(leaves)
    alive = weakref.ref(leaves)
    del leaves
    gc.collect()
    assert alive() is None
