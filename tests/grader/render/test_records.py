"""Records as JSON knows them: what goes in comes out, and what does not fit is named."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.render.records import plain, read


class Color(str, Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Part:
    name: str
    sizes: tuple[int, ...] = ()
    rows: tuple[tuple[bool, ...], ...] = ()


@dataclass(frozen=True)
class Whole:
    color: Color
    weight: float
    parts: tuple[Part, ...] = ()
    best: Part | None = None
    pairs: tuple[tuple[str, str], ...] = ()
    line: int | None = None


TEXT = st.text(max_size=5)
PARTS = st.builds(
    Part,
    TEXT,
    st.lists(st.integers(), max_size=3).map(tuple),
    st.lists(st.lists(st.booleans(), max_size=2).map(tuple), max_size=2).map(tuple),
)
WHOLES = st.builds(
    Whole,
    st.sampled_from(Color),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(PARTS, max_size=3).map(tuple),
    st.none() | PARTS,
    st.dictionaries(TEXT, TEXT, max_size=3).map(lambda found: tuple(found.items())),
    st.none() | st.integers(),
)


@given(WHOLES)
def test_a_record_comes_out_as_it_went_in(record: Whole) -> None:
    found = read(Whole, json.loads(json.dumps(plain(record))), "it")
    assert found == record
    assert plain(found) == plain(record)


def test_what_has_a_default_may_be_left_out_and_other_names_are_passed_over() -> None:
    told = {"color": "red", "weight": 1, "new": 3}
    found = read(Whole, told, "it")
    assert found == Whole(Color.RED, 1.0)
    assert type(found.weight) is float


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"color": 3}, "it.color is of type int, not str"),
        ({"color": "green"}, "'green' is not a valid Color"),
        ({"weight": "1"}, "it.weight is not a number"),
        ({"weight": float("inf")}, "it.weight is not a number"),
        ({"weight": True}, "it.weight is not a number"),
        ({"parts": {}}, "it.parts is of type dict, not list"),
        ({"parts": [{"name": "a"}, 3]}, "it.parts[1] is of type int, not dict"),
        ({"parts": [{"name": "a", "rows": [[True], [1]]}]}, "it.parts[0].rows[1][0] is of type"),
        ({"parts": [{}]}, "it.parts[0] has no name"),
        ({"best": []}, "it.best is of type list, not dict"),
        ({"best": {"name": None}}, "it.best.name is of type NoneType, not str"),
        ({"pairs": {"a": 1}}, "it.pairs.a is of type int, not str"),
        ({"line": 1.5}, "it.line is of type float, not int"),
        ({"line": True}, "it.line is of type bool, not int"),
    ],
)
def test_what_does_not_fit_is_named(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words are looked at below
        read(Whole, {"color": "red", "weight": 1.0, **change}, "it")
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("value", [None, [], "x", {}])
def test_what_is_no_record_is_named(value: object) -> None:
    with pytest.raises(ValueError, match=r"^it (is of type|has no color)"):
        read(Whole, value, "it")
