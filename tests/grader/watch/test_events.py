"""Hints that a look is due, by the real file system."""

from __future__ import annotations

import contextlib
import os
import select
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.watch import events
from grader.watch.events import Events
from grader.watch.sights import Change, Sights

PATIENCE = 20.0  # seconds after which a hint that does not come is a failure
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of files")


@pytest.fixture
def told() -> Iterator[Events]:
    with contextlib.closing(Events()) as made:
        yield made


def is_told(told: Events, patience: float = PATIENCE) -> bool:
    """Whether there is a hint; it is taken."""
    assert told.descriptor is not None
    ready = bool(select.select([told.descriptor], [], [], patience)[0])
    told.take()
    return ready


def replace(path: Path) -> None:
    fresh = path.with_name("fresh")
    fresh.write_text("x = 3")
    fresh.replace(path)


@on_linux
@pytest.mark.parametrize(
    "act", [lambda path: path.write_text("x = 2"), replace, lambda path: path.unlink()]
)
def test_what_happens_to_a_file_is_told(
    told: Events, tmp_path: Path, act: Callable[[Path], object]
) -> None:
    path = tmp_path / "own.py"
    path.write_text("x = 1")
    told.follow([path])
    assert not is_told(told, 0.0)
    act(path)
    assert is_told(told)
    assert not is_told(told, 0.0)


@on_linux
def test_only_folders_that_are_followed_tell(told: Events, tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "own.py", tmp_path / "b" / "own.py"
    for path in (first, second):
        path.parent.mkdir()
    told.follow([first, second])
    told.follow([second])
    told.take()
    first.write_text("x = 1")
    assert not is_told(told, 0.0)
    second.write_text("x = 1")
    assert is_told(told)


def test_a_folder_that_is_not_there_is_no_error(told: Events, tmp_path: Path) -> None:
    told.follow([tmp_path / "none" / "own.py"])
    told.take()
    told.follow([])


def test_where_the_system_has_none_to_give_there_are_no_hints(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(events.sys, "platform", "plan9")
    told = Events()
    told.follow([tmp_path / "own.py"])
    told.take()
    assert told.descriptor is None
    assert Sights(events=told).hints == []
    told.close()


@on_linux
def test_hints_are_handed_to_no_other_program(told: Events) -> None:
    assert told.descriptor is not None
    assert not os.get_inheritable(told.descriptor)


@on_linux
def test_a_look_takes_the_hints_and_finds_what_they_were_about(
    told: Events, tmp_path: Path
) -> None:
    path = tmp_path / "own.py"
    path.write_text("x = 1")
    sights = Sights(pause=60.0, events=told)
    sights.follow([path])
    assert sights.hints == [told.descriptor]
    path.write_text("x = 23")
    assert select.select(sights.hints, [], [], PATIENCE)[0]
    assert sights.changed(1.0) is Change.FRESH
    assert not select.select(sights.hints, [], [], 0.0)[0]
