"""`learn doctor`: the whole look around, as text and as JSON, and the repair."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.progress.store import Progress

Learn = Callable[..., Any]


def test_all_areas_are_looked_at(learn: Learn, mine: Path) -> None:
    said = learn("doctor")
    assert said.code == 0, said
    heads = [line for line in said.out.splitlines() if line and line[0] != " "]
    assert heads[:-1] == ["python", "grader", "isolation", "torch", "workspace", "progress"]
    assert max(map(len, said.out.splitlines())) <= 80


def test_json_says_the_same(learn: Learn, mine: Path) -> None:
    said = learn("doctor", "--json")
    found = json.loads(said.out)
    assert found["ok"] is True
    assert {"area", "name", "state", "detail", "next_step"} == set(found["findings"][0])
    assert {f["state"] for f in found["findings"]} <= {"ok", "note", "bad"}


def test_something_bad_is_exit_1(learn: Learn, mine: Path) -> None:
    (mine / "01_double.py").write_bytes(b"\0")
    said = learn("doctor")
    assert said.code == 1
    assert "1 of" in said.out.splitlines()[-1]


def test_outside_a_workspace_the_machine_is_looked_at(
    learn: Learn, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    said = learn("doctor")
    assert said.code == 0
    assert "-> learn --course" in said.out
    assert learn("doctor", "--repair").code == 2


def test_what_is_not_damaged_is_not_repaired(learn: Learn, mine: Path) -> None:
    said = learn("doctor", "--repair")
    assert said.out.startswith("the progress file is not damaged, so nothing was repaired\n")
    assert not list(mine.parent.rglob("*backup*"))


def test_a_damaged_store_is_repaired_and_then_all_is_well(
    learn: Learn, mine: Path, passed: Callable[..., Any]
) -> None:
    passed()
    path = mine.parent / ".learn" / "progress.db"
    data = bytearray(path.read_bytes())
    data[:100] = b"\0" * 100
    path.write_bytes(data)
    assert learn("doctor").code == 1
    said = learn("doctor", "--repair", "--json")
    assert said.code == 0
    assert json.loads(said.out)["ok"] is True
    assert "saved: 1 event " in said.err
    with Progress(mine.parent) as progress:
        assert len(progress.events()) == 1
