"""A learner's folder of the toy course, in which the commands run, and golden texts."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.grading.grader import Grader
from grader.progress.events import Event, Kind
from grader.progress.store import Progress
from grader.workspace import start_workspace

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture
def mine(grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The exercises of a fresh workspace; the learner is in the workspace."""
    root = tmp_path / "mine"
    start_workspace(grader.course, root)
    monkeypatch.chdir(root)
    return root / "exercises"


@pytest.fixture
def happened(mine: Path) -> Callable[..., Event]:
    """Keeps an event at a fixed time."""

    def keep(kind: Kind, slug: str = "01_double", text: str | None = None, **data: object) -> Event:
        with Progress(mine.parent) as progress:
            at = 1_700_000_000.0 + 60 * len(progress.events())
            return progress.add(Event(kind, slug, data, at=at), text=text)[0]

    return keep


@pytest.fixture
def passed(happened: Callable[..., Event], grader: Grader) -> Callable[..., Event]:
    """Keeps a pass of 01."""

    def keep(text: str = "passed = 1\n", **rest: object) -> Event:
        suite = grader.course.find("01").digest
        data = {"passed": True, "points": 5, "possible": 5, "suite": suite, "started": True}
        return happened(Kind.ATTEMPT, text=text, **{**data, **rest})

    return keep


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """VS Code's command, which writes down how it was called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "code").write_text(f'#!/bin/sh\necho "$@" > "{folder}/said"\n')
    (folder / "code").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    return folder / "said"


@pytest.fixture
def one_color(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code in one colour: which word gets which differs between releases of Pygments."""

    def cyan(code: str, session: bool = False) -> list[str]:
        return [f"\x1b[36m{line}\x1b[0m" if line else "" for line in code.split("\n")]

    monkeypatch.setattr("grader.render.highlight.highlighted", cyan)


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Asserts that a text is the one in that file; UPDATE_GOLDEN=1 writes the file anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text("utf-8"), "UPDATE_GOLDEN=1 writes the golden files anew"

    return compare
