from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.render.clean import cell_width, clean, clean_record, cut, one_line
from grader.report import Verdict


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b[2J\x1b[1;1Hhome", "home"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPdevice\x1b\\after", "after"),
        ("\x1b]0;never ended", "0;never ended"),
        ("\x1bcreset", "reset"),
        ("\x1b", ""),
        ("bell\x07 back\x08 null\x00", "bell back null"),
        ("\u202eabc\u202c \u2066x\u2069 \u200bzero\ufeff", "abc x zero"),
        ("a\tb", "a    b"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("a\u00a0b\u3000c", "a b c"),
        ("10 %\r20 %\r\nnext", "20 %\nnext"),
        ("hidden\rshown", "shown"),
        ("\ud800", "\\ud800"),
        ("\ue000\uffff", "\\ue000\\uffff"),
        ("\u2764\ufe0f", "\u2764"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 3),
        ("plain\ntext", "plain\ntext"),
    ],
)
def test_clean(text, shown):
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "caf\u00e9 \u20ac"),
        ("ascii", "caf\\xe9 \\u20ac"),
        ("latin-1", "caf\u00e9 \\u20ac"),
        ("no such encoding", "caf\\xe9 \\u20ac"),
        ("rot13", "caf\\xe9 \\u20ac"),
    ],
)
def test_what_the_stream_cannot_write_is_escaped(encoding, shown):
    assert clean("caf\u00e9 \u20ac", encoding) == shown


@given(st.text())
def test_nothing_but_printable_characters_and_newlines_is_left(text):
    shown = clean(text)
    left = {unicodedata.category(char) for char in shown} - {"Cc"}
    assert not left & {"Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
    assert all(char == "\n" or char >= " " for char in shown)
    assert clean(shown) == shown


@pytest.mark.timeout(60)  # work that grows with the square would take many minutes
@pytest.mark.parametrize("start", ["\x1b[", "\x1b]", "\x9d", "\x1b[1;", "\x1b", "\r", "\u0301"])
def test_a_flood_of_half_sequences_takes_no_time_to_speak_of(start):
    assert len(clean(start * 1_000_000)) <= 3_000_000


@dataclass(frozen=True)
class Inner:
    text: str
    number: int | None = None


@dataclass(frozen=True)
class Outer:
    inner: Inner
    many: tuple[tuple[str, str], ...]
    verdict: Verdict


def test_clean_record_reaches_every_text():
    record = Outer(Inner("\x1b[1mx", 3), (("\x07a", "b\x00"),), Verdict.WRONG)
    cleaned = clean_record(record)
    assert cleaned == Outer(Inner("x", 3), (("a", "b"),), Verdict.WRONG)
    assert cleaned.verdict is Verdict.WRONG


def test_cell_width_counts_terminal_columns():
    assert cell_width("abc") == 3
    assert cell_width("\u4f60\u597d") == 4
    assert cell_width("e\u0301") == 1


def test_one_line_joins_and_cuts():
    assert one_line(" a\n  b\n") == "a b"
    assert one_line("x" * 50, 10) == "x" * 7 + "..."
    assert cut("short", 10) == "short"
