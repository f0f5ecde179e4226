"""When a save is over, told by a fake clock."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.watch.sights import (
    FLEETING,
    REST,
    Change,
    Kind,
    Resting,
    Sight,
    Sights,
    by_content,
    by_times,
)

OLD, NEW, NEWER = (Sight(Kind.FILE, (number,), 10) for number in range(3))
EMPTY = Sight(Kind.FILE, (3,), 0)
GONE = Sight(Kind.GONE)


def test_a_change_is_told_once_when_it_is_there_and_once_when_it_has_rested() -> None:
    file = Resting(OLD)
    assert file.see(OLD, 0.0) is Change.NONE
    assert file.see(NEW, 1.0) is Change.FRESH
    assert file.moving
    assert file.see(NEW, 1.0 + REST / 2) is Change.NONE
    assert file.see(NEW, 1.0 + 1.1 * REST) is Change.OVER
    assert not file.moving
    assert file.see(NEW, 9.0) is Change.NONE


def test_each_further_write_starts_the_rest_anew() -> None:
    file = Resting(OLD)
    file.see(NEW, 1.0)
    assert file.see(NEWER, 1.0 + 1.1 * REST) is Change.FRESH
    assert file.see(NEWER, 1.0 + 1.9 * REST) is Change.NONE
    assert file.see(NEWER, 1.0 + 2.2 * REST) is Change.OVER


@pytest.mark.parametrize("between", [GONE, EMPTY])
def test_what_editors_leave_for_a_moment_is_no_change(between: Sight) -> None:
    file = Resting(OLD)
    assert file.see(between, 1.0) is Change.NONE
    assert file.see(between, 1.0 + 2 * REST) is Change.NONE
    assert file.see(NEW, 1.0 + 3 * REST) is Change.FRESH
    assert file.see(NEW, 1.0 + 4.1 * REST) is Change.OVER


@pytest.mark.parametrize("stays", [GONE, EMPTY])
def test_a_file_that_stays_gone_or_empty_is_told(stays: Sight) -> None:
    file = Resting(OLD)
    file.see(stays, 1.0)
    assert file.see(stays, 1.0 + 1.1 * FLEETING) is Change.OVER


def test_a_file_that_comes_back_as_it_was_did_not_change() -> None:
    file = Resting(OLD)
    file.see(GONE, 1.0)
    assert file.see(OLD, 1.01) is Change.NONE
    assert file.see(OLD, 9.0) is Change.NONE
    assert not file.moving


def test_what_was_new_and_is_taken_back_is_over_at_once() -> None:
    file = Resting(OLD)
    file.see(NEW, 1.0)
    file.see(GONE, 1.005)
    assert file.see(OLD, 1.01) is Change.OVER
    assert file.see(OLD, 9.0) is Change.NONE
    assert not file.moving


@given(st.lists(st.sampled_from([OLD, NEW, NEWER, EMPTY, GONE]), max_size=30))
def test_the_last_state_is_over_and_only_what_is_new_or_taken_back_is(seen: list[Sight]) -> None:
    file, known, fresh = Resting(OLD), OLD, False
    last = seen[-1] if seen else OLD
    looks = [(sight, step * REST / 4) for step, sight in enumerate(seen)]
    looks += [(last, 100.0 + step) for step in range(3)]  # nothing happens any more
    for sight, now in looks:
        change = file.see(sight, now)
        if change is Change.OVER:
            assert sight != known or fresh
            known, fresh = sight, False
        elif change is Change.FRESH:
            assert not sight.fleeting
            fresh = True
    assert known == last
    assert not fresh
    assert file.see(last, 200.0) is Change.NONE


@pytest.mark.parametrize("look", [by_times, by_content])
def test_a_look_tells_files_folders_and_nothing_apart(look: object, tmp_path: Path) -> None:
    assert callable(look)
    path = tmp_path / "file.py"
    assert look(path).kind is Kind.GONE
    path.mkdir()
    assert look(path).kind is Kind.OTHER
    path.rmdir()
    path.write_text("x")
    assert look(path).kind is Kind.FILE
    assert look(path) == look(path)


def test_by_times_sees_a_file_that_was_replaced_by_one_of_the_same_time(tmp_path: Path) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    for name in (path, other):
        name.write_text("x")
        os.utime(name, ns=(1, 1))
    before = by_times(path)
    other.replace(path)
    assert by_times(path) != before


def test_by_content_sees_a_change_that_the_times_do_not_tell(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x = 1")
    os.utime(path, ns=(1, 1))
    before = by_content(path)
    path.write_text("x = 2")
    os.utime(path, ns=(1, 1))
    assert by_content(path) != before
    path.write_text("x = 1")
    assert by_content(path) == before


def test_files_are_followed_together_and_what_is_known_of_one_is_kept() -> None:
    now: dict[Path, Sight] = {Path("a"): OLD, Path("b"): OLD}
    sights = Sights(lambda path: now[path], pause=0.5)
    sights.follow([Path("a")])
    assert sights.pause == 0.5
    now[Path("a")] = NEW
    assert sights.changed(1.0) is Change.FRESH
    assert sights.pause < 0.5
    sights.follow([Path("a"), Path("b")])  # in the middle of the change
    now[Path("b")] = NEW
    assert sights.changed(1.0 + 1.1 * REST) is Change.OVER  # of one, while the other one moves
    assert sights.changed(1.0 + 1.2 * REST) is Change.NONE
    assert sights.changed(1.0 + 2.2 * REST) is Change.OVER
    assert sights.changed(9.0) is Change.NONE
    assert sights.kind(Path("b")) is Kind.FILE
