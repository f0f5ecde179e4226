"""Reset, restore, undo: no order of them loses a version."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.catalog import Course
from grader.errors import UsageError
from grader.progress.events import Event, Kind
from grader.progress.store import Progress
from grader.progress.texts import as_bytes
from grader.versions.changes import File, put, save, undo
from grader.versions.history import versions
from grader.workspace import Workspace, start_workspace

Find = Callable[[str], File | None]
MINE = b"mine = 1\r\n\xff\n"


def kept(progress: Progress, slug: str = "01_double") -> list[bytes]:
    found = versions(progress.events(slug))
    return [as_bytes(progress.text(version.digest)) for version in found]


def test_a_reset_keeps_the_very_bytes_and_undo_brings_them_back(
    progress: Progress, file: File, file_of: Find
) -> None:
    stub = file.exercise.stub.read_bytes()
    event = put(progress, file, stub, Kind.RESET)
    assert event is not None
    assert file.path.read_bytes() == stub
    assert kept(progress) == [MINE]
    undone = undo(progress, file_of)
    assert (undone.kind, undone.files, undone.refused) == (Kind.RESET, (file,), ())
    assert file.path.read_bytes() == MINE
    assert kept(progress) == [MINE]  # the stub is the course's, no version of the learner's


def test_what_the_file_holds_already_is_no_change(progress: Progress, file: File) -> None:
    assert put(progress, file, MINE, Kind.RESET) is None
    assert progress.events() == []


def test_a_file_that_is_missing_is_made_and_that_is_not_undone(
    progress: Progress, file: File, file_of: Find
) -> None:
    file.path.unlink()
    assert put(progress, file, b"stub", Kind.RESET) is not None
    with pytest.raises(UsageError, match="nothing to undo"):
        undo(progress, file_of)
    assert file.path.read_bytes() == b"stub"


def test_undo_goes_back_change_by_change(progress: Progress, file: File, file_of: Find) -> None:
    put(progress, file, b"second", Kind.RESTORED, {"version": 1})
    put(progress, file, b"third", Kind.RESET)
    undo(progress, file_of)
    assert file.path.read_bytes() == b"second"
    undo(progress, file_of)
    assert file.path.read_bytes() == MINE
    with pytest.raises(UsageError, match="nothing to undo"):
        undo(progress, file_of)


def test_a_whole_batch_is_undone_at_once(progress: Progress, file: File, file_of: Find) -> None:
    other = file_of("02_counter")
    assert other is not None
    other.path.write_bytes(b"other")
    for each in (file, other):
        put(progress, each, each.exercise.stub.read_bytes(), Kind.RESET, batch="b")
    undone = undo(progress, file_of)
    assert len(undone.files) == 2
    assert (file.path.read_bytes(), other.path.read_bytes()) == (MINE, b"other")


def test_a_file_that_changed_since_is_left_alone_and_kept(
    progress: Progress, file: File, file_of: Find
) -> None:
    put(progress, file, b"stub", Kind.RESET)
    file.path.write_bytes(b"newer work")
    undone = undo(progress, file_of)
    (refused,) = undone.refused
    assert undone.files == ()
    assert (refused.before, refused.now) == (1, 2)
    assert file.path.read_bytes() == b"newer work"
    assert kept(progress) == [MINE, b"newer work"]
    undo(progress, file_of)
    assert kept(progress) == [MINE, b"newer work"]  # once is enough


def test_a_file_that_was_deleted_since_comes_back(
    progress: Progress, file: File, file_of: Find
) -> None:
    put(progress, file, b"stub", Kind.RESET)
    file.path.unlink()
    assert undo(progress, file_of).files == (file,)
    assert file.path.read_bytes() == MINE


def test_an_exercise_that_left_the_course_is_passed_over(
    progress: Progress, file: File, file_of: Find
) -> None:
    progress.add(Event(Kind.RESET, "77_gone", {"after": "x"}), text="gone")
    with pytest.raises(UsageError, match="nothing to undo"):
        undo(progress, file_of)


def test_a_link_is_refused_before_anything_is_kept(progress: Progress, file: File) -> None:
    file.path.unlink()
    file.path.symlink_to("/etc/hosts")
    with pytest.raises(UsageError, match="is a link"):
        put(progress, file, b"stub", Kind.RESET)
    assert progress.events() == []


def test_a_change_that_failed_is_nothing_to_undo(
    progress: Progress, file: File, file_of: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(progress, file, b"first", Kind.RESET)

    def refuse(*_: object) -> None:
        raise UsageError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("grader.versions.changes.replace", refuse)
        with pytest.raises(UsageError, match="the disk is full"):
            put(progress, file, b"second", Kind.RESET)
    assert file.path.read_bytes() == b"first"
    assert kept(progress) == [MINE, b"first"]
    undo(progress, file_of)
    assert file.path.read_bytes() == MINE


def test_a_version_is_saved_once(progress: Progress, file: File) -> None:
    assert save(progress, file) == save(progress, file) != ""
    assert kept(progress) == [MINE]
    file.path.unlink()
    assert save(progress, file) == ""


def test_killed_between_the_event_and_the_file_nothing_is_lost(
    progress: Progress, workspace: Workspace, course: Course, file: File, file_of: Find
) -> None:
    script = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "import grader.versions.changes as changes\n"
        "from grader.catalog import Course\nfrom grader.progress.events import Kind\n"
        "from grader.progress.store import Progress\n"
        "changes.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "exercise = Course(Path(sys.argv[1])).exercises[0]\n"
        "file = changes.File(exercise, Path(sys.argv[2]), 'x')\n"
        "changes.put(Progress(Path(sys.argv[3])), file, b'stub', Kind.RESET)\n"
    )
    command = [sys.executable, "-c", script, course.root, file.path, workspace.root]
    assert subprocess.run(command, check=False).returncode == -9
    assert file.path.read_bytes() == MINE
    assert kept(progress) == [MINE]
    assert undo(progress, file_of).files == (file,)  # the change that never came about
    assert file.path.read_bytes() == MINE


BODIES = st.sampled_from([b"", b"a\n", b"b\r\n", b"\xff\xfe\x00", "ä\n".encode()])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), BODIES),
        st.tuples(st.just("delete"), st.none()),
        st.tuples(st.just("reset"), st.none()),
        st.tuples(st.just("restore"), st.integers(1, 4)),
        st.tuples(st.just("undo"), st.none()),
    ),
    max_size=12,
)


@given(steps=STEPS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_done_in_whatever_order_each_text_that_a_command_met_can_be_had_back(
    course: Course, steps: list[tuple[str, object]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        start_workspace(course, root)
        exercise = course.exercises[0]
        file = File(exercise, Workspace(root).file(exercise), "x")
        stub, met = exercise.stub.read_bytes(), set()
        with Progress(root) as progress:
            for step, value in steps:
                now = file.path.read_bytes() if file.path.exists() else None
                if step == "write":
                    assert isinstance(value, bytes)
                    file.path.write_bytes(value)
                elif step == "delete" and now is not None:
                    file.path.unlink()
                elif step == "reset":
                    put(progress, file, stub, Kind.RESET)
                    met |= {now}
                elif step == "restore" and value in range(1, len(kept(progress)) + 1):
                    assert isinstance(value, int)
                    put(progress, file, kept(progress)[value - 1], Kind.RESTORED)
                    met |= {now}
                elif step == "undo":
                    try:
                        undo(progress, lambda slug: file)
                    except UsageError:
                        continue
                    met |= {now}
            after = file.path.read_bytes() if file.path.exists() else None
            assert met <= {*kept(progress), after, stub, None}
            assert list(file.path.parent.glob(".*")) == []
