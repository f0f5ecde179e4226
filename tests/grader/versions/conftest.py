"""A learner's workspace of the toy course, and its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.catalog import Course
from grader.progress.events import Event, Kind
from grader.progress.store import Progress
from grader.versions.changes import File
from grader.workspace import Workspace, start_workspace


@pytest.fixture
def course(make_course: Callable[..., Course]) -> Course:
    return make_course()


@pytest.fixture
def workspace(course: Course, tmp_path: Path) -> Workspace:
    start_workspace(course, tmp_path / "mine")
    return Workspace(tmp_path / "mine")


@pytest.fixture
def progress(workspace: Workspace) -> Iterator[Progress]:
    with Progress(workspace.root) as opened:
        yield opened


@pytest.fixture
def file_of(course: Course, workspace: Workspace) -> Callable[[str], File | None]:
    def find(slug: str) -> File | None:
        known = {e.slug: e for e in course.exercises}
        if slug not in known:
            return None
        return File(known[slug], workspace.file(known[slug]), f"exercises/{slug}.py")

    return find


@pytest.fixture
def file(file_of: Callable[[str], File | None]) -> File:
    """The learner's 01_double.py, worked on."""
    found = file_of("01_double")
    assert found is not None
    found.path.write_bytes(b"mine = 1\r\n\xff\n")
    return found


@pytest.fixture
def checked(progress: Progress) -> Callable[..., Event]:
    """Keeps a check of a text, as the practice does."""

    def keep(text: str, slug: str = "01_double", **data: object) -> Event:
        known = {"passed": False, "points": 1, "possible": 5, "title": "rectangle", "started": True}
        return progress.add(Event(Kind.ATTEMPT, slug, {**known, **data}), text=text)[0]

    return keep
