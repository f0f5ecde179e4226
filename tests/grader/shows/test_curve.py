from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.shows.curve import BLOCKS, Curve, draw, means, scale

FALLING = tuple(1 + 3 * math.exp(-i / 40) for i in range(300))
NUMBERS = st.floats(0, 1e6) | st.sampled_from([math.nan, math.inf])


@given(st.lists(NUMBERS, min_size=1, max_size=200), st.integers(40, 120), st.booleans())
def test_no_line_is_wider_than_asked_for(values, width, ascii_only):
    curve = Curve("a title of a few words", tuple(values), level=2.0, level_name="a level")
    lines = draw(curve, width, "ascii" if ascii_only else "utf-8")
    assert max(map(len, lines)) <= width
    if ascii_only:
        "\n".join(lines).encode("ascii")


@given(st.floats(1e-6, 1e9), st.integers(2, 9))
def test_a_scale_reaches_its_highest_with_few_round_parts(highest, most):
    found = scale(highest, most)
    assert found.top >= highest * (1 - 1e-6)
    assert 1 <= found.parts <= most
    assert len(set(found.labels)) == found.parts + 1


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "no-such-encoding"])
def test_a_falling_curve_falls(encoding):
    lines = draw(Curve("loss", FALLING, level=2.0, level_name="pairs"), 80, encoding)
    rows = [line.partition("|")[2] for line in lines if "|" in line]
    marks = set(BLOCKS[1:]) if encoding == "utf-8" else {"*"}
    tops = [next(i for i, row in enumerate(rows) if row[c : c + 1] in marks) for c in range(70)]
    assert tops == sorted(tops)
    assert tops[0] < tops[-1]
    assert lines[0] == "loss"
    assert lines[-1].endswith("pairs: 2.00")
    assert "300 steps" in lines[-2]


def test_losses_that_are_no_numbers_are_counted():
    curve = Curve("loss", (2.0, math.nan, math.inf, 1.0))
    assert "2 of 4 losses are no numbers" in "\n".join(draw(curve))
    assert draw(Curve("loss", (math.nan,))) == ["no curve: none of the losses is a number"]


def test_means_share_the_values_among_the_columns():
    assert means([1, 3, 5, 7], 2) == [2, 6]
    assert means([1, 2], 4) == [1, 1, 2, 2]
    assert math.isnan(means([math.nan], 1)[0])
