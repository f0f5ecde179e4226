"""Which files of a course make a process unfit to fork workers' templates from."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from grader.catalog import Course
from grader.errors import CourseError
from grader.opened import read_course


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("e.prompt, e.entries, e.title, course.find('01')", False),
        ("e.settings", True),
        ("e.cases", True),
        ("e.digest", True),
        (
            "__import__('importlib').import_module('grader.suite.reference').Reference(e.reference)",
            True,
        ),
    ],
)
def test_a_stub_is_no_secret_and_all_else_is(
    make_course: Callable[[], Course], asked: str, opened: bool
) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from grader.catalog import Course\nfrom grader.opened import secrets_opened\n"
        f"course = Course(Path(sys.argv[1])); e = course.find('01'); {asked}\n"
        "print(secrets_opened())"
    )
    root = str(make_course().root)
    done = subprocess.run([sys.executable, "-c", code, root], capture_output=True, text=True)
    assert done.stdout.strip() == str(opened), done.stderr


def test_a_file_that_is_gone_is_the_course_s_error(make_course: Callable[[], Course]) -> None:
    with pytest.raises(CourseError, match=r"lacks 09_none\.py"):
        read_course(make_course().root / "tests" / "09_none.py")
