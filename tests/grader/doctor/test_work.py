"""What the doctor finds in a learner's folder, whatever became of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import Course
from grader.doctor import work as module
from grader.doctor.finding import Finding, State
from grader.doctor.work import damage, work
from grader.progress.events import Event, Kind
from grader.progress.store import Progress
from grader.workspace import RECORD, start_workspace


@pytest.fixture
def course(make_course: Callable[..., Course]) -> Course:
    return make_course()


@pytest.fixture
def root(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    start_workspace(course, tmp_path / "mine")
    monkeypatch.chdir(tmp_path / "mine")
    return tmp_path / "mine"


def bad(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.state is not State.OK]


def named(found: list[Finding], name: str) -> Finding:
    return next(finding for finding in found if finding.name == name)


def test_a_fresh_folder_is_well_and_is_left_as_it_was(course: Course, root: Path) -> None:
    before = sorted(root.rglob("*"))
    found = work(course)
    assert bad(found) == []
    assert "3 of 3 exercises" in named(found, "folder").detail
    assert named(found, "store").detail == "nothing was checked here yet"
    assert sorted(root.rglob("*")) == before


def test_no_folder_is_noted_with_the_way_to_one(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (only,) = work(course)
    assert (only.state, only.next_step) == (State.NOTE, f"learn --course {course.root} init")


def test_a_folder_of_another_release_wants_an_update(course: Course, root: Path) -> None:
    record = root / RECORD
    record.write_text(record.read_text().replace('"release": "', '"release": "0.0.1-'))
    (only,) = bad(work(course))
    assert only.next_step == "learn update"
    assert "of release 0.0.1-" in only.detail


def test_an_exercise_that_is_missing_is_noted(course: Course, root: Path) -> None:
    (root / "exercises" / "02_counter.py").unlink()
    (only,) = bad(work(course))
    assert "2 of 3" in only.detail


def test_the_course_s_own_folder_is_said_to_be_it(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    assert "the course's own folder" in named(work(course), "folder").detail


def test_a_folder_that_cannot_be_written_to_is_bad(
    course: Course, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**rest: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(module.tempfile, "TemporaryFile", refuse)
    found = named(work(course), "write access")
    assert found.state is State.BAD
    assert "cannot be written to: Permission denied" in found.detail
    assert found.next_step.startswith("chmod")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_really_read_only_is_bad(course: Course, root: Path) -> None:
    (root / "exercises").chmod(0o500)
    try:
        assert named(work(course), "write access").state is State.BAD
    finally:
        (root / "exercises").chmod(0o700)


def test_files_that_no_command_can_work_with_are_named(course: Course, root: Path) -> None:
    (root / "exercises" / "01_double.py").unlink()
    (root / "exercises" / "01_double.py").symlink_to("/etc/hosts")
    (root / "exercises" / "02_counter.py").write_bytes(b"\0")
    found = work(course)
    assert "is a link" in named(found, "01_double").detail
    assert "is no text" in named(found, "02_counter").detail


def test_a_pass_under_other_checks_suggests_another_check(course: Course, root: Path) -> None:
    data = {"passed": True, "suite": "an older one", "started": True}
    with Progress(root) as progress:
        progress.add(Event(Kind.ATTEMPT, "01_double", data), text="x")
        now = {**data, "suite": course.find("02").digest}
        progress.add(Event(Kind.ATTEMPT, "02_counter", now), text="x")
    found = work(course)
    assert named(found, "store").detail == "2 events, 2 exercises passed"
    assert named(found, "re-check").next_step == "learn check 01"
    assert "the pass stays" in named(found, "re-check").detail


def test_a_damaged_store_is_bad_with_the_way_to_repair_it(course: Course, root: Path) -> None:
    assert damage(root) == ""
    with Progress(root) as progress:
        for number in range(300):
            progress.add(Event(Kind.HINT, "01_double", {"number": number}))
        path = progress.path
    assert damage(root) == ""
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xaa" * (len(data) - 4096)
    path.write_bytes(data)
    assert damage(root)
    found = named(work(course), "store")
    assert found.state is State.BAD
    assert found.next_step.startswith("learn doctor --repair")


def test_a_store_of_a_newer_course_is_bad_and_not_damaged(course: Course, root: Path) -> None:
    with Progress(root) as progress:
        progress._database.execute("pragma user_version = 99")
    found = named(work(course), "store")
    assert found.state is State.BAD
    assert "newer version" in found.detail
