"""Lines that fit the window, the failure in sight, the keys always there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.watch.screen import (
    View,
    body_of,
    first_failure,
    foot_of,
    scrolled,
    start_of,
    window,
)

KEYS = (("h", "hint"), ("q", "quit"))
FOOT = foot_of(View("", status="watching", keys=KEYS), 80, False)
LONG = [
    "03 a title",
    "",
    *(f"  ok      case {n}" for n in range(30)),
    "  FAIL    the one",
    "    why",
]


def test_a_body_that_fits_is_shown_whole_above_the_foot() -> None:
    assert window(["a", "b"], FOOT, 24, 0) == ["a", "b", "", "watching", "h hint   q quit"]


def test_a_long_body_starts_at_its_first_failure() -> None:
    top = start_of(LONG, FOOT, 12)
    shown = window(LONG, FOOT, 12, top)
    assert len(shown) == 12
    assert "  FAIL    the one" in shown
    assert "    why" in shown
    assert shown[-1] == "h hint   q quit"


def test_a_failure_at_the_top_of_a_long_body_is_the_first_line() -> None:
    body = ["head", "  FAIL    it", *(f"line {n}" for n in range(40))]
    assert window(body, FOOT, 12, start_of(body, FOOT, 12))[0] == "  FAIL    it"


@pytest.mark.parametrize("word", ["FAIL ", "ERROR", "SLOW ", "CRASH", "ours "])
def test_the_first_failure_is_found_in_colour_too(word: str) -> None:
    assert first_failure(["head", "  ok      x", f"  \x1b[1;31m{word}\x1b[0m   it"]) == 2
    assert first_failure(["head", "  ok      x"]) == 0
    assert first_failure(["  | FAIL    what the learner printed"]) == 0


@given(
    st.integers(0, 80),
    st.integers(1, 50),
    st.lists(st.sampled_from(["up", "down", "page up", "page down"]), max_size=12),
)
def test_scrolling_stays_inside_and_a_window_is_never_too_long(
    length: int, rows: int, keys: list[str]
) -> None:
    body = [f"line {n}" for n in range(length)]
    top = start_of(body, FOOT, rows)
    for key in keys:
        top = scrolled(body, FOOT, rows, top, key)
        shown = window(body, FOOT, rows, top)
        assert len(shown) <= rows
        assert not body or top < len(body)
    if rows > len(FOOT) + 2 and length:
        for _ in range(length):
            top = scrolled(body, FOOT, rows, top, "down")
        assert body[-1] in window(body, FOOT, rows, top)


def test_notes_stand_below_cleaned_and_indented() -> None:
    view = View("head\n", notes=("hint 1 of 2\n  look\x1b[2J here", "said"))
    body = body_of(view, 80, False, "utf-8")
    assert body == ["head", "", "hint 1 of 2", "  look here", "", "said"]


def test_a_question_takes_the_place_of_the_status() -> None:
    foot = foot_of(View("", question="really?", status="watching", keys=KEYS), 80, False)
    assert foot == ["", "really?", "h hint   q quit"]


def test_a_narrow_window_breaks_the_keys_between_them() -> None:
    keys = tuple((letter, "something long") for letter in "abcdef")
    assert all(len(line) <= 40 for line in foot_of(View("", keys=keys), 40, False))
