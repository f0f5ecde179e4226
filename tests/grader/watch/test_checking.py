"""The grading process: always the newest, nothing secret where a learner's code is, a clean end."""

from __future__ import annotations

import hashlib
import select
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.catalog import Course
from grader.report import Submission
from grader.submission import Handed
from grader.watch.checking import Answer, Checking

RIGHT = """\
def double(x):
    if isinstance(x, str):
        raise TypeError(f"{x!r} cannot be doubled")
    return x * 2
"""
WRONG = RIGHT.replace("x * 2", "x + 2")
SPINS = "def double(x):\n    while True:\n        pass\n"
# Says what this process knows of the trusted side: its modules, and the suites'.
SPIES = """\
import sys
def double(x):
    names = ("_pytest.main", "grader.suite", "grader.grading.batch")
    known = [name for name in sys.modules if name in names or "01_double" in name]
    raise ValueError(f"known: {known}")
"""


def handed(text: str) -> Handed:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Handed(text, Submission("exercises/01_double.py", digest))


@pytest.fixture
def checking(make_course: Callable[..., Course]) -> Iterator[Checking]:
    with Checking(make_course().root) as made:
        yield made


def final(checking: Checking) -> Answer:
    """The next answer that is the last word on its job."""
    while True:
        select.select([checking.fileno()], [], [])
        for answer in checking.answers():
            if answer.final:
                return answer


def test_each_submission_is_answered_by_a_report_of_its_own(checking: Checking) -> None:
    for text, passes in ((RIGHT, True), (WRONG, False), (RIGHT, True)):
        job = checking.submit("01_double", handed(text))
        answer = final(checking)
        assert answer.job == job
        assert answer.report is not None
        assert answer.report.passed is passes
        assert answer.report.submission == handed(text).record


def test_a_newer_submission_takes_the_place_of_the_running_one(checking: Checking) -> None:
    checking.submit("01_double", handed(SPINS))
    checking.submit("01_double", handed(WRONG))
    newest = checking.submit("01_double", handed(RIGHT))
    answer = final(checking)
    assert answer.job == newest
    assert answer.report is not None
    assert answer.report.passed


def test_preparing_ends_what_is_running(checking: Checking) -> None:
    checking.submit("01_double", handed(SPINS))
    checking.prepare("01_double")
    assert not checking.waiting
    checking.submit("01_double", handed(RIGHT))
    answer = final(checking)
    assert answer.report is not None
    assert answer.report.passed


def test_another_exercise_is_graded_by_its_own_suite_and_back(checking: Checking) -> None:
    for slug in ("01_double", "03_hasty", "01_double"):
        checking.submit(slug, handed(RIGHT))
        answer = final(checking)
        assert answer.report is not None
        assert answer.report.exercise == slug
        assert answer.report.passed


def test_a_worker_for_the_second_exercise_knows_no_suite_of_the_first(checking: Checking) -> None:
    checking.submit("03_hasty", handed(RIGHT))
    final(checking)
    checking.submit("01_double", handed(SPIES))
    answer = final(checking)
    assert answer.report is not None
    failure = answer.report.first_failure
    assert failure is not None
    assert failure.failure is not None
    assert "known: []" in failure.failure.exception


def test_a_suite_that_cannot_be_run_is_a_fault_and_the_next_exercise_is_graded(
    checking: Checking, make_course: Callable[..., Course]
) -> None:
    course = make_course()
    course.find("03").suite.write_text("import nothing_of_that_name\n")
    checking.submit("03_hasty", handed(RIGHT))
    answer = final(checking)
    assert answer.fault is not None
    assert "03_hasty" in answer.fault[0]
    checking.submit("01_double", handed(RIGHT))
    assert final(checking).report is not None


def test_a_course_that_cannot_be_graded_at_all_is_told(tmp_path: Path) -> None:
    with Checking(tmp_path) as checking:
        checking.prepare("01_double")
        answer = final(checking)
    assert answer.fault is not None
    assert "there is no course" in answer.fault[0]
