"""`learn restore`: which version, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Learn = Callable[..., Any]


def test_a_version_comes_back_and_the_present_one_is_kept(
    learn: Learn, mine: Path, passed: Callable[..., Any]
) -> None:
    passed("passed = 1\n")
    file = mine / "01_double.py"
    file.write_text("mine = 1\n")
    said = learn("restore", "double@1")
    assert said.code == 0
    assert file.read_text() == "passed = 1\n"
    assert "kept as 01@2" in said.out
    assert "holds version 01@1 already" in learn("restore", "01@1").out
    learn("undo")
    assert file.read_text() == "mine = 1\n"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("01", "which version?"),
        ("01@9", "there are @1 to @1"),
        ("01@0", "has no version @0"),
        ("02@1", "nothing was checked or kept yet"),
        ("01@x", "no number"),
        ("@1@", "names no version"),
    ],
)
def test_a_version_that_is_not_there_is_told(
    learn: Learn, mine: Path, passed: Callable[..., Any], name: str, says: str
) -> None:
    passed()
    before = (mine / "01_double.py").read_bytes()
    said = learn("restore", name)
    assert (said.code, said.out) == (2, "")
    assert says in said.err
    assert (mine / "01_double.py").read_bytes() == before
