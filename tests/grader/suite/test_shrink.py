"""The snippet of the smallest failing input."""

import pytest

from grader.suite import shrink


@pytest.mark.parametrize("value", [(), (1.0,), (0.5, 3.5), [], [2], ((1, 2), [3, (4,)])])
def test_tuples_and_lists_are_typed_as_python_prints_them(value):
    assert shrink._typed(value) == repr(value)
