"""The stub as the course gave it, in a folder of one's own and in the course itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from grader.catalog import Course
from grader.errors import UsageError
from grader.versions.stubs import stub_of
from grader.workspace import Workspace

DONE = b"def double(x):\n    return 2 * x\n"


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", "-C", root, *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def checkout(course: Course) -> Course:
    git(course.root, "init", "-q")
    git(course.root, "add", "exercises")
    git(course.root, "commit", "-qm", "The course")
    return course


def test_in_a_folder_of_ones_own_it_is_the_courses(course: Course, workspace: Workspace) -> None:
    exercise = course.exercises[0]
    assert stub_of(exercise, workspace) == exercise.stub.read_bytes()


def test_in_the_course_itself_it_is_what_git_has(checkout: Course) -> None:
    exercise = checkout.exercises[0]
    stub = exercise.stub.read_bytes()
    exercise.stub.write_bytes(DONE)
    assert stub_of(exercise, Workspace(checkout.root)) == stub
    exercise.stub.unlink()
    assert stub_of(exercise, Workspace(checkout.root)) == stub


def test_an_answer_that_was_committed_is_not_taken_for_the_stub(checkout: Course) -> None:
    exercise = checkout.exercises[0]
    exercise.stub.write_bytes(DONE)
    git(checkout.root, "commit", "-qam", "My answer")
    with pytest.raises(UsageError, match="the stub of 01_double is not to be had"):
        stub_of(exercise, Workspace(checkout.root))


def test_without_git_that_is_said(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="not to be had"):
        stub_of(course.exercises[0], Workspace(course.root))
