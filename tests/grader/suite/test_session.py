"""What one run knows: a client per device, a case's clock, the next submission."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from grader.errors import CourseError
from grader.suite.proxy import Submission
from grader.suite.reference import Reference, as_submission, sentence
from grader.suite.session import Session
from grader.worker.client import Program

Of = Callable[..., Session]


def test_each_device_has_one_client(session_of: Of) -> None:
    session = session_of("x = 1\n")
    assert session.client("cpu") is session.client("cpu")
    assert session.client("cuda") is not session.client("cpu")


def test_a_case_s_clock_runs_from_its_begin_to_its_end(session_of: Of) -> None:
    session = session_of("x = 1\n")
    client = session.client("cpu")
    session.begin_case("cpu", 7.0)
    assert client.deadline is not None
    assert client.allowance == 7.0
    session.end_case("cpu")
    assert client.deadline is None


def test_another_submission_gets_another_worker_and_the_same_reference(session_of: Of) -> None:
    session = session_of("def f():\n    return 1\n")
    reference = session.reference
    assert Submission(session, "cpu").f() == 1
    session.resubmit(Program("answer.py", "def f():\n    return 2\n", ()))
    assert Submission(session, "cpu").f() == 2
    assert session.reference is reference
    assert len(session.evidence.experiments) == 1


def test_the_reference_and_the_wrongs_run_here(session_of: Of) -> None:
    wrong = '"""Says three.\n\nMore."""\ndef f():\n    return 3\n'
    session = session_of("def f():\n    return 1\n", "def f():\n    return 2\n", three=wrong)
    assert session.reference.f() == 2
    [(words, three)] = session.wrongs
    assert (words, three.f()) == ("Says three.", 3)
    path = session.exercise.wrongs[0]
    assert sentence(path) == "Says three."
    text = as_submission(session.exercise.reference, path)
    namespace: dict[str, object] = {"torch": torch}
    exec(text, namespace)
    assert namespace["f"]() == 3


def test_a_reference_that_is_not_there_is_the_course_s_fault(session_of: Of) -> None:
    exercise = session_of("x = 1\n").exercise
    exercise.reference.unlink()
    with pytest.raises(CourseError, match=r"the course lacks 07_own\.py"):
        Reference(exercise.reference)
