"""`learn history`: the versions, also of real checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Learn = Callable[..., Any]


def test_every_text_that_was_checked_is_a_version(learn: Learn, mine: Path, right: str) -> None:
    file = mine / "01_double.py"
    file.write_bytes(b"def double(x):\r\n    return x + 2\r\n")
    learn("check", "01")
    file.write_text(right)
    learn("check", "01")
    learn("check", "01")
    rows = json.loads(learn("history", "01", "--json").out)
    assert [(row["version"], row["passed"], row["in_file"]) for row in rows] == [
        (1, False, False),
        (2, True, True),
    ]
    learn("restore", "01@1")
    assert file.read_bytes() == b"def double(x):\r\n    return x + 2\r\n"


def test_a_file_that_is_no_text_is_a_version_too(learn: Learn, mine: Path) -> None:
    file = mine / "01_double.py"
    file.write_bytes(b"x = '\0'\n")
    assert learn("check", "01").code == 1
    learn("reset", "01")
    assert learn("restore", "01@1").code == 0
    assert file.read_bytes() == b"x = '\0'\n"


def test_text_that_was_not_checked_yet_is_said(learn: Learn, mine: Path, passed: Any) -> None:
    passed()
    (mine / "01_double.py").write_text("new = 1\n")
    assert "none of these; a check keeps it" in learn("history", "01").out
