"""`learn list`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Learn = Callable[..., Any]


def test_every_exercise_is_a_line_with_its_file(learn: Learn) -> None:
    said = learn("list")
    lines = said.out.splitlines()
    assert said.code == 0
    assert lines[0].split() == ["01", "Double", "a", "tensor", "exercises/01_double.py"]
    assert [line[:2] for line in lines[:3]] == ["01", "02", "03"]
    assert lines[-1].startswith("learn check 01")


def test_json_has_slug_title_and_file(learn: Learn) -> None:
    rows = json.loads(learn("list", "--json").out)
    assert rows[1] == {
        "slug": "02_counter",
        "title": "Count what was seen",
        "file": "exercises/02_counter.py",
    }
