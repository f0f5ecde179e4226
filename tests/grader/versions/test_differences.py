"""What two texts differ in, as lines."""

from __future__ import annotations

from grader.versions.differences import differences


def test_texts_with_the_same_lines_do_not_differ() -> None:
    assert differences("a\r\nb\n", "a\nb", "x", "y") == []


def test_a_changed_line_is_shown_between_its_neighbours() -> None:
    lines = differences("a\nb\nc\n", "a\nB\nc\n", "03@1", "03@2")
    assert lines == ["--- 03@1", "+++ 03@2", "@@ -1,3 +1,3 @@", " a", "-b", "+B", " c"]


def test_bytes_that_are_no_text_are_shown_as_such() -> None:
    assert differences("", "\udcff", "x", "y")[-1] == "+\ufffd"
