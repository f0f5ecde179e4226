from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.render.clean import cell_width
from grader.render.layout import NARROWEST, Page, chop, counted, pad, paint, shorten, wrap


def test_wrap_breaks_between_words():
    assert wrap("one two three", 8) == ["one two", "three"]


def test_wrap_breaks_a_word_only_where_it_is_too_long():
    assert wrap("abcdefghij k", 4) == ["abcd", "efgh", "ij k"]


def test_wrap_keeps_spaces_of_a_text_that_fits():
    assert wrap("04 softmax   file.py", 40) == ["04 softmax   file.py"]


def test_wide_letters_count_twice():
    assert chop("\u4f60\u597d\u4f60", 5) == ["\u4f60\u597d", "\u4f60"]
    assert pad("\u4f60", 4) == "\u4f60  "


def test_shorten_marks_what_it_cut():
    assert shorten("a\nb", 10) == "a b"
    assert shorten("one two three", 10) == "one two..."
    assert shorten("one two three", 12) == "one two..."
    assert shorten("a veryverylong", 10) == "a veryv..."


@given(st.text(), st.integers(4, 60))
def test_pieces_fit_and_nothing_is_lost(text, width):
    assert all(cell_width(piece) <= width for piece in chop(text, width))
    assert "".join(chop(text, width)) == text
    assert all(cell_width(line) <= width for line in wrap(text, width))
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())
    assert cell_width(shorten(text, width)) <= width


def test_paint_adds_colour_only_when_asked():
    assert paint("x", "good", color=True) == "\x1b[32mx\x1b[0m"
    assert paint("x", "good", color=False) == "x"
    assert paint("  ", "good", color=True) == "  "


def test_row_hangs_under_its_text():
    page = Page(NARROWEST, color=False)
    page.row("  FAIL  ", "a sentence that is longer than the line is wide", hang=2)
    assert page.text() == ("  FAIL  a sentence that is longer than\n          the line is wide\n")


def test_items_stand_side_by_side_as_far_as_they_fit():
    page = Page(NARROWEST, color=False)
    page.items([("a" * 20, ""), ("b" * 15, ""), ("c" * 10, ""), ("d " * 30, "")])
    lines = page.text().splitlines()
    assert lines[0] == "a" * 20 + "   " + "b" * 15
    assert lines[1] == "  " + "c" * 10
    assert all(len(line) <= NARROWEST for line in lines)


def test_raw_keeps_spaces_and_repeats_the_head():
    page = Page(NARROWEST, color=False)
    page.raw("| ", "  x  y" * 7)
    assert page.text() == "| " + "  x  y" * 6 + "\n| x  y\n"


@pytest.mark.parametrize("gaps", [0, 1, 3])
def test_gap_is_one_empty_line_at_most(gaps):
    page = Page(80, color=False)
    page.gap()
    page.row("", "a")
    for _ in range(gaps):
        page.gap()
    page.row("", "b")
    assert page.text() == ("a\n\nb\n" if gaps else "a\nb\n")


def test_counted():
    assert (counted(1, "case"), counted(0, "case")) == ("1 case", "0 cases")
