"""A newer course comes into a workspace without a line of the learner's lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import Course
from grader.errors import UsageError
from grader.progress.store import Progress
from grader.progress.texts import as_bytes
from grader.versions.changes import File, undo
from grader.versions.history import versions
from grader.versions.update import _older, update
from grader.workspace import RECORD, Workspace, given, remember, start_workspace

Find = Callable[[str], File | None]


@pytest.fixture
def newer(course: Course, workspace: Workspace) -> Course:
    """The course after a release: 01 and 02 changed, 03 gone, 04 new; the learner worked on 02."""
    for slug in ("01_double", "02_counter"):
        path = course.root / "exercises" / f"{slug}.py"
        path.write_text(path.read_text() + "\n# a better text\n")
    for folder in ("exercises", "solutions", "tests"):
        old = course.root / folder / "03_hasty.py"
        (course.root / folder / "04_fresh.py").write_bytes(old.read_bytes())
        old.unlink()
    mine(workspace, "02_counter").write_text("my work\n")
    return Course(course.root)


def mine(workspace: Workspace, slug: str) -> Path:
    return workspace.root / "exercises" / f"{slug}.py"


def test_each_file_gets_what_it_needs(
    newer: Course, workspace: Workspace, progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace.root)
    done = update(newer, workspace, progress)
    assert done.replaced == ["exercises/01_double.py"]
    assert done.beside == [("exercises/02_counter.py", "exercises/02_counter.py.new")]
    assert done.added == ["exercises/04_fresh.py"]
    assert done.left == ["exercises/03_hasty.py"]
    assert (done.same, done.refused) == (0, [])
    stubs = newer.root / "exercises"
    assert mine(workspace, "01_double").read_bytes() == (stubs / "01_double.py").read_bytes()
    assert mine(workspace, "02_counter").read_text() == "my work\n"
    new = mine(workspace, "02_counter").with_name("02_counter.py.new")
    assert new.read_bytes() == (stubs / "02_counter.py").read_bytes()
    assert mine(workspace, "03_hasty").exists()


def test_a_second_time_there_is_nothing_to_do(
    newer: Course, workspace: Workspace, progress: Progress
) -> None:
    update(newer, workspace, progress)
    count = len(progress.events())
    again = update(newer, workspace, progress)
    assert (again.replaced, again.beside, again.added, again.same) == ([], [], [], 3)
    assert len(progress.events()) == count


def test_every_replaced_file_can_be_had_back(
    newer: Course, workspace: Workspace, progress: Progress, file_of: Find
) -> None:
    old = mine(workspace, "01_double").read_bytes()
    update(newer, workspace, progress)
    assert [f.exercise.slug for f in undo(progress, file_of).files] == ["01_double"]
    assert mine(workspace, "01_double").read_bytes() == old
    assert update(newer, workspace, progress).beside == []  # the learner's wish stands


def test_a_stub_beside_that_the_learner_wrote_into_is_kept_as_a_version(
    newer: Course, workspace: Workspace, progress: Progress
) -> None:
    update(newer, workspace, progress)
    beside = mine(workspace, "02_counter").with_name("02_counter.py.new")
    beside.write_text("notes in the new file\n")
    stub = newer.root / "exercises" / "02_counter.py"
    stub.write_text(stub.read_text() + "# better still\n")
    update(newer, workspace, progress)
    assert beside.read_bytes() == stub.read_bytes()
    kept = [as_bytes(progress.text(v.digest)) for v in versions(progress.events("02_counter"))]
    assert kept == [b"notes in the new file\n"]


@pytest.mark.parametrize("record", [None, "", "[]", '{"stubs": 3}', '{"release": "0"}', "\0"])
def test_without_a_record_of_what_was_given_every_differing_file_counts_as_worked_on(
    newer: Course, workspace: Workspace, progress: Progress, record: str | None
) -> None:
    (workspace.root / RECORD).unlink()
    if record is not None:
        (workspace.root / RECORD).write_text(record)
    before = mine(workspace, "01_double").read_bytes()
    done = update(newer, workspace, progress)
    assert done.replaced == []
    assert len(done.beside) == 2
    assert mine(workspace, "01_double").read_bytes() == before


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_done(
    newer: Course, workspace: Workspace, progress: Progress
) -> None:
    mine(workspace, "01_double").unlink()
    mine(workspace, "01_double").mkdir()
    done = update(newer, workspace, progress)
    ((name, why),) = done.refused
    assert name.endswith("01_double.py")
    assert "is a folder" in why
    assert len(done.added) == 1


def test_the_course_s_own_folder_is_refused(course: Course, tmp_path: Path) -> None:
    with Progress(tmp_path) as progress, pytest.raises(UsageError) as caught:
        update(course, Workspace(course.root), progress)
    assert "git pull" in str(caught.value)


def test_an_older_course_replaces_nothing(
    newer: Course, workspace: Workspace, progress: Progress
) -> None:
    before = mine(workspace, "01_double").read_bytes()
    record = given(workspace.root)
    record.release = "99.0"
    remember(workspace.root, record)
    with pytest.raises(UsageError, match=r"of release 99\.0"):
        update(newer, workspace, progress)
    assert mine(workspace, "01_double").read_bytes() == before


@pytest.mark.parametrize(
    ("release", "other", "older"),
    [("0.1.0", "0.2", True), ("0.10.0", "0.9.1", False), ("1", "1", False), ("1.0", "", False)],
)
def test_releases_are_compared_by_their_numbers(release: str, other: str, older: bool) -> None:
    assert _older(release, other) == older


def test_init_after_an_upgrade_does_not_make_old_stubs_look_worked_on(
    newer: Course, workspace: Workspace, progress: Progress
) -> None:
    start_workspace(newer, workspace.root)
    assert given(workspace.root).stubs.keys() >= {"01_double", "04_fresh"}
    assert len(update(newer, workspace, progress).replaced) == 1
