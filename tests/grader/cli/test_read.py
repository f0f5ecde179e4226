"""`learn read`: the lesson, here and anywhere, whatever became of the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Learn = Callable[..., Any]


def test_the_lesson_is_the_stub_s_whatever_is_in_the_file(learn: Learn, mine: Path) -> None:
    (mine / "01_double.py").write_text("syntax error (\n")
    said = learn("read", "01")
    assert said.code == 0
    assert said.out.splitlines() == [
        "01 Double a tensor",
        "exercise 1 of 3, about 1 minute   exercises/01_double.py",
        "",
        "Write double(x): every number twice. Text is refused with a TypeError.",
        "",
        "learn open 01    opens your file",
    ]


def test_with_a_name_it_is_read_anywhere(
    learn: Learn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert learn("read", "01").code == 0
    assert learn("read").code == 2


def test_the_screen_s_width_is_used(
    learn: Learn, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "44")
    assert max(map(len, learn("read", "01").out.splitlines())) <= 44
