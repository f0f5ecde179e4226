"""Python in colour says the same as without."""

from __future__ import annotations

import re

import pytest

from grader.render.highlight import highlighted

CODE = '"""A text\nof two lines"""\n\n\ndef f(x):  # why\n\treturn x @ x\n\n    '
LONG = f"x = '{'y' * 300}'"


@pytest.mark.parametrize("code", [CODE, LONG, "", "\n\n", ">>> f(1)\n2", "def (:"])
@pytest.mark.parametrize("session", [False, True])
def test_the_lines_are_the_same_and_in_colour(code: str, session: bool) -> None:
    lines = highlighted(code, session)
    bare = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in lines]
    assert bare == [line.expandtabs(4).rstrip() for line in code.split("\n")]
    assert all(line.count("\x1b[0m") > 0 for line in lines if "\x1b[" in line)


def test_there_is_colour() -> None:
    assert "\x1b[" in "".join(highlighted("def f(x): return 1"))
