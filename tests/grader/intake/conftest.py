"""Downloads as platforms lay them out, made of small files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import Course
from grader.intake import Intake, collect


@pytest.fixture
def course(make_course: Callable[..., Course]) -> Course:
    """The toy course: 01_double, 02_counter, 03_hasty."""
    return make_course()


@pytest.fixture
def lay(tmp_path: Path) -> Callable[..., Path]:
    """A folder with these files in it; a name that ends in a slash is an empty folder."""

    def make(root: str, files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / root / name
            if name.endswith("/"):
                path.mkdir(parents=True, exist_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / root

    return make


@pytest.fixture
def pack(tmp_path: Path) -> Callable[..., Path]:
    """A zip with these entries."""

    def make(name: str, files: dict[str, str | bytes]) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in files.items():
                archive.writestr(entry, content)
        return path

    return make


@pytest.fixture
def take(course: Course) -> Callable[..., Intake]:
    """The intake of some paths."""

    def read(*paths: Path, exercise: str = "") -> Intake:
        return collect(paths, course, course.find(exercise) if exercise else None)

    return read


@pytest.fixture
def table() -> Callable[[Intake], list[tuple[object, ...]]]:
    """An intake as rows: student, exercise, attempt, late, the end of the path."""

    def rows(intake: Intake) -> list[tuple[object, ...]]:
        return [
            (s.student.id, s.exercise, s.attempt, s.late, s.source.shown.rpartition("/")[2])
            for s in intake.submissions
        ]

    return rows
