"""`learn diff`: what is compared with what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Learn = Callable[..., Any]


@pytest.fixture
def two(passed: Callable[..., Any], mine: Path) -> Path:
    """Two versions, and a file that is neither."""
    passed("one = 1\n")
    passed("two = 2\n")
    file = mine / "01_double.py"
    file.write_text("three = 3\n")
    return file


@pytest.mark.parametrize(
    ("arguments", "old", "new"),
    [
        (["01"], "the stub", "exercises/01_double.py"),
        (["01@1"], "01@1", "exercises/01_double.py"),
        (["01@1", "@2"], "01@1", "01@2"),
        (["double@2", "01@1"], "01@2", "01@1"),
        (["01", "--solution"], "exercises/01_double.py", "solution of 01"),
    ],
)
def test_two_sides_are_compared(
    learn: Learn, two: Path, arguments: list[str], old: str, new: str
) -> None:
    said = learn("diff", *arguments)
    assert said.code == 0, said
    assert said.out.splitlines()[:2] == [f"--- {old}", f"+++ {new}"]


def test_what_is_the_same_is_said(learn: Learn, two: Path) -> None:
    assert learn("diff", "01@1", "@1").out == "01@1 and 01@1 are the same\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["01", "@2"], "two versions of one exercise"),
        (["01@1", "02"], "two versions of one exercise"),
        (["01@1", "02@1"], "02 is another one"),
        (["01@7"], "has no version @7"),
        (["01@1", "--solution"], "compares your file as it is"),
        (["02", "--solution"], "the solution of 02 is locked"),
    ],
)
def test_what_cannot_be_compared_is_told(
    learn: Learn, two: Path, arguments: list[str], says: str
) -> None:
    said = learn("diff", *arguments)
    assert (said.code, said.out) == (2, "")
    assert says in said.err
