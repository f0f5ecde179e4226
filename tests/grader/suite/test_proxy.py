"""The learner's code as a suite sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from grader.errors import CourseError
from grader.suite.failure import Failure
from grader.suite.probes import function, probe
from grader.suite.proxy import Remote, Submission, call_text
from grader.suite.session import Session
from grader.worker.client import Raised, RuleBroken

SessionOf = Callable[..., Session]
x = torch.ones(3, 4)


@pytest.fixture
def submission_of(session_of: SessionOf) -> Callable[[str], Submission]:
    return lambda answer: Submission(session_of(answer), "cpu")


Of = Callable[[str], Submission]


@probe
def both(submission, torch, n):
    return submission.double(n), torch.ones(n)


@function
def plus_one(x):
    return x + 1


def unmarked(x):
    return x


def test_a_call_gives_the_decoded_value(submission_of: Of) -> None:
    submission = submission_of("def double(x, *, times=2):\n    return x * times\n")
    assert torch.equal(submission.double(x), x * 2)
    assert submission.double(4, times=3) == 12


def test_an_object_is_called_asked_and_handed_on(submission_of: Of) -> None:
    submission = submission_of(
        """
        class Counter:
            def __init__(self, start):
                self.total = start
                self.items = []
            def add(self, n):
                self.total += n
                return self
            def __call__(self, n):
                return self.total * n

        def total_of(counters):
            return sum(c.total for c in counters["all"])
        """
    )
    counter = submission.Counter(5)
    assert isinstance(counter, Remote)
    assert counter.total == 5
    assert isinstance(counter.add(2), Remote)
    assert counter(10) == 70
    assert counter.items == []
    assert submission.total_of({"all": [counter, submission.Counter(1)]}) == 8
    assert repr(counter) == "<Counter in the worker>"
    assert not hasattr(counter, "__len__")


def test_a_module_of_torch_stays_there(submission_of: Of) -> None:
    submission = submission_of("def make():\n    return torch.nn.Linear(4, 2)\n")
    layer = submission.make()
    assert list(layer(x).shape) == [3, 2]
    assert list(layer.weight.shape) == [2, 4]
    assert layer.in_features == 4


def test_a_probe_gets_the_module_and_torch(submission_of: Of) -> None:
    submission = submission_of("def double(n):\n    return 2 * n\n")
    value, ones = submission.run(both, 3)
    assert value == 6
    assert torch.equal(ones, torch.ones(3))


def test_a_function_is_sent_where_it_is_marked(submission_of: Of) -> None:
    submission = submission_of("def apply(f, x):\n    return f(x)\n")
    assert submission.apply(plus_one, 3) == 4
    with pytest.raises(CourseError, match="not marked"):
        submission.apply(unmarked, 3)


# --------------------------------------------------------------------------- raises


CHECKED = """
def f(x):
    if isinstance(x, str):
        raise ValueError(f"no text: {x} has 4 letters")
    if x is None:
        raise NotImplementedError
    return x
"""


def test_the_expected_exception_with_the_wanted_words_passes(submission_of: Of) -> None:
    submission = submission_of(CHECKED)
    with submission.raises(ValueError, naming=("abcd", "4")):
        submission.f("abcd")
    with submission.raises(Exception):
        submission.f("abcd")


def test_no_exception_and_another_one_and_other_words_fail(submission_of: Of) -> None:
    submission = submission_of(CHECKED)
    with pytest.raises(Failure, match="no exception was raised, expected ValueError"):
        with submission.raises(ValueError):
            submission.f(3)
    with pytest.raises(Failure, match="ValueError was raised, expected KeyError"):
        with submission.raises(KeyError):
            submission.f("abcd")
    with pytest.raises(Failure, match="does not name 5, wxyz") as caught:
        with submission.raises(ValueError, naming=("4", "5", "wxyz")):
            submission.f("abcd")
    assert caught.value.record.checks[0].detail == "no text: abcd has 4 letters"


def test_what_is_not_implemented_never_counts_as_a_refusal(submission_of: Of) -> None:
    submission = submission_of(CHECKED)
    for expected in (NotImplementedError, RuntimeError, Exception):
        with pytest.raises(Raised):
            with submission.raises(expected):
                submission.f(None)


def test_a_file_that_does_not_load_refuses_nothing(submission_of: Of) -> None:
    submission = submission_of("raise ValueError('4')\n")
    with pytest.raises(Raised):
        with submission.raises(ValueError, naming=("4",)):
            submission.f("abcd")


def test_a_banned_operation_is_no_refusal(session_of: SessionOf) -> None:
    session = session_of("def f(x):\n    return x @ x.T\n")
    session.program = type(session.program)("answer.py", session.program.source, (), ("@",))
    submission = Submission(session, "cpu")
    with pytest.raises(RuleBroken):
        with submission.raises(Exception):
            submission.f(x)


# --------------------------------------------------------------------------- words for a call


def test_a_call_is_written_in_the_reference_s_names(session_of: SessionOf) -> None:
    session = session_of("def f(A, v, n, *rest, eps=1e-5):\n    pass\n")
    text = call_text(session, "f", (x, torch.tensor(2.5), 3, "a", None), {"eps": 0.1})
    assert text == "f(A[3, 4], v=2.5, 3, 'a', None, eps=0.1)"
    assert call_text(session, "f", ([x, x], plus_one), {"w": x}) == (
        "f(A[2 tensors], plus_one, w=[3, 4])"
    )
    assert call_text(session, "f", (), {"lr": torch.tensor(0.5)}) == "f(lr=0.5)"
    assert call_text(session, "f", ("x" * 99,), {}) == f"f('{'x' * 36}...)"
    assert call_text(session, "gone", (x,), {}) == "gone(argument 1[3, 4])"


def test_an_object_of_the_worker_is_neither_true_nor_false(submission_of: Of) -> None:
    submission = submission_of("def same(a, b):\n    return object()\n")
    with pytest.raises(Failure, match="neither True nor False"):
        assert submission.same(1, 1)
