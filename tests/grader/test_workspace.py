"""A learner's folder: found by walking up, filled without touching what is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader import __version__
from grader.catalog import Course
from grader.errors import UsageError
from grader.workspace import Workspace, digest_of, find_workspace, given, start_workspace

Make = Callable[..., Course]


def test_a_fresh_folder_gets_every_stub(make_course: Make, tmp_path: Path) -> None:
    course = make_course()
    written, kept = start_workspace(course, tmp_path / "mine")
    assert [path.name for path in written] == ["01_double.py", "02_counter.py", "03_hasty.py"]
    assert kept == []
    assert written[0].read_bytes() == course.find("01").stub.read_bytes()


def test_a_file_that_is_there_is_kept_byte_for_byte(make_course: Make, tmp_path: Path) -> None:
    course = make_course()
    mine = tmp_path / "mine" / "exercises" / "01_double.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("my work")
    (mine.parent / "02_counter.py").symlink_to(tmp_path / "gone.py")
    written, kept = start_workspace(course, tmp_path / "mine")
    assert [path.name for path in kept] == ["01_double.py", "02_counter.py"]
    assert [path.name for path in written] == ["03_hasty.py"]
    assert mine.read_text() == "my work"
    assert not (tmp_path / "gone.py").exists()


def test_a_folder_that_cannot_be_made_is_told(make_course: Make, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be made"):
        start_workspace(make_course(), tmp_path / "file")


def test_a_workspace_is_found_from_inside_of_it(
    make_course: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course()
    start_workspace(course, tmp_path / "mine")
    inside = tmp_path / "mine" / "exercises"
    found = find_workspace(course, inside)
    assert found.root == tmp_path / "mine"
    assert found.file(course.find("01")) == inside / "01_double.py"
    monkeypatch.chdir(tmp_path)
    assert found.shown(course.find("01")) == "mine/exercises/01_double.py"
    monkeypatch.chdir(inside)
    assert found.shown(course.find("01")) == "01_double.py"
    monkeypatch.chdir(make_course().root)
    assert found.shown(course.find("01")) == str(inside / "01_double.py")


def test_one_exercise_is_enough_for_a_workspace(make_course: Make, tmp_path: Path) -> None:
    mine = tmp_path / "mine" / "exercises" / "02_counter.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("x = 1\n")
    assert find_workspace(make_course(), tmp_path / "mine").root == tmp_path / "mine"


def test_where_there_is_none_the_way_to_make_one_is_told(make_course: Make, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_workspace(make_course(), tmp_path)
    lines = str(caught.value).splitlines()
    assert lines[0] == "there are no exercises here"
    assert str(tmp_path) in lines[1]
    assert lines[2].startswith(f"learn --course {tmp_path / 'course'} init ")


def test_the_stubs_that_were_given_are_remembered(make_course: Make, tmp_path: Path) -> None:
    course = make_course()
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "01_double.py").write_text("my work")
    start_workspace(course, tmp_path)
    record = given(tmp_path)
    assert record.release == __version__
    assert set(record.stubs) == {"02_counter", "03_hasty"}  # 01 was not given, it was there
    stub = course.find("02").stub.read_bytes()
    assert record.stubs["02_counter"] == digest_of(stub)
    start_workspace(course, tmp_path)
    assert given(tmp_path) == record


def test_the_course_s_own_folder_is_known_as_such(make_course: Make, tmp_path: Path) -> None:
    course = make_course()
    start_workspace(course, tmp_path / "mine")
    exercise = course.find("01")
    assert Workspace(course.root).is_course(exercise)
    assert not Workspace(tmp_path / "mine").is_course(exercise)
    exercise.stub.unlink()
    assert Workspace(course.root).is_course(exercise)
