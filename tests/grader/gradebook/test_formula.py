"""Formulas of a rubric: what they give, and what they never do."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.gradebook.formula import LONGEST, Formula

NAMES = ("points", "days_late")


def value(text: str, points: float = 10.0, days: float = 2.0) -> float:
    return Formula(text, NAMES)({"points": points, "days_late": days})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("points * max(0, 1 - 0.1 * days_late)", 8.0),
        ("points if days_late <= 1 else points / 2", 5.0),
        ("points - 3 * floor(days_late + 0.5)", 4.0),
        ("min(points, 7, 9)", 7.0),
        ("round(points / 3, 2)", 3.33),
        ("-points + 2 ** 3 % 5 // 2", -9.0),
        ("points * (0 < days_late < 3) * (not days_late > 5)", 10.0),
        ("points * (days_late > 1 and days_late < 2 or points == 10)", 10.0),
        ("abs(ceil(-1.5)) != 2", 1.0),
    ],
)
def test_a_formula_gives_what_arithmetic_gives(text: str, found: float) -> None:
    assert value(text) == pytest.approx(found)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("__import__('os').system('ls')", "no call that is understood"),
        ("points.__class__", "Attribute is not understood"),
        ("(lambda: 1)()", "no call that is understood"),
        ("[points for _ in range(9)]", "ListComp is not understood"),
        ("points; 1", "cannot be read"),
        ("points =", "cannot be read"),
        ("", "cannot be read"),
        ("'x' * 9", "is no number"),
        ("True", "is no number"),
        ("1e400", "is no number"),
        ("1j", "is no number"),
        ("score", "there is no name 'score'"),
        ("max(*points)", "no call that is understood"),
        ("max()", "no call that is understood"),
        ("round(points, ndigits=1)", "no call that is understood"),
        ("points << 3", "LShift is not understood"),
        ("points in points", "In is not understood"),
        ("~points", "Invert is not understood"),
        ("(x := 3)", "NamedExpr is not understood"),
        ("+".join(["1"] * 120), "more than 200 parts"),
        ("1" * (LONGEST + 1), f"more than {LONGEST} characters"),
        ("(" * 240 + "1" + ")" * 240, ""),
    ],
)
def test_what_is_no_formula_is_told_before_it_is_used(text: str, why: str) -> None:
    with pytest.raises(UsageError) as raised:
        Formula(text, NAMES, "late")
    assert why in raised.value.found
    assert raised.value.what.startswith("late is no formula")
    assert len(str(raised.value).splitlines()) <= 3


@pytest.mark.parametrize(
    "text",
    [
        "points / (days_late - 2)",
        "points % 0",
        "9.0 ** 9 ** 9",
        "(-8) ** 0.5",
        "1e15 ** 60",
        "0 ** -1",
    ],
)
def test_a_value_that_is_no_number_is_told_with_what_it_came_from(text: str) -> None:
    with pytest.raises(UsageError, match="is no formula") as raised:
        value(text)
    assert "points = 10, days_late = 2" in raised.value.found


_EXPRESSIONS = st.recursive(
    st.sampled_from(["points", "days_late", "1", "0.5", "3"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "<"]), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
            lambda parts: f"{parts[0]}({parts[1]}, {parts[2]})"
        ),
        inner.map(lambda text: f"-({text})"),
    ),
    max_leaves=12,
)


@given(_EXPRESSIONS, st.floats(0, 100), st.floats(0, 1000))
def test_any_formula_gives_a_finite_number_or_says_why_not(
    text: str, points: float, days: float
) -> None:
    try:
        found = value(text, points, days)
    except UsageError:
        return
    assert math.isfinite(found)
    assert found == pytest.approx(float(eval(text, {"points": points, "days_late": days})))


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_is_told(text: str) -> None:
    with contextlib.suppress(UsageError):
        assert Formula(text, NAMES).text == text
