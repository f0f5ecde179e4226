"""Any file's bytes can be kept as a text and come back the same."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from grader.progress.texts import as_bytes, as_text


@given(st.binary(max_size=200))
@example(b"\xed\xa0\x80")
@example("a\r\nä".encode("latin-1"))
def test_bytes_come_back_the_same(data: bytes) -> None:
    assert as_bytes(as_text(data)) == data


def test_half_a_character_is_no_error() -> None:
    assert as_bytes("a\ud800") == b"a\xed\xa0\x80"
