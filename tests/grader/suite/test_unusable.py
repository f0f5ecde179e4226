"""A suite that breaks over an answer of another kind: the submission's doing, and told as such."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader.catalog import Course
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Report, Verdict
from grader.submission import Handed
from grader.suite.unusable import unlike

SUITE = '''
"""A suite."""
import pytest
import torch
from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(timeout=20, seeds=2, devices=("cpu",))

@probe
def pair(submission, torch, x):
    return submission.double(x), [x.tolist()]

def test_pair(submission, rng):
    (first, second), kept = submission.run(pair, rng.tensor([1.0, 2.0]))
    if not torch.equal(first, second - first):
        raise Failure("not twice")
    assert float(kept[0][0]) == 1.0

def test_of_our_own(submission, rng):
    answer = submission.double(rng.tensor([3.0]))
    assert 1 / (float(answer[0][0]) - 3)
'''
RIGHT = "def double(x):\n    return x, x * 2\n"
LIE = """
import sys
frame = sys._getframe()
while "operations" not in frame.f_locals: frame = frame.f_back
host, operations = frame.f_locals["self"], frame.f_locals["operations"]
operations["run"] = lambda header, tensors: host._answer({lie})
"""
Make = Callable[[dict[str, str]], Course]


@pytest.fixture
def graded(
    grader: Grader, make_course: Make, hand_in: Callable[..., Handed]
) -> Callable[[str], Report]:
    course = make_course(
        {
            "exercises/07_own.py": '"""A title"""\n',
            "solutions/07_own.py": RIGHT,
            "tests/07_own.py": SUITE,
        }
    )

    def grade(text: str) -> Report:
        wishes = Wishes("cpu", policy="graded")
        return grader.check_all(course.find("07"), [hand_in(text)], wishes)[0]

    return grade


def test_a_lie_about_a_probe_is_a_wrong_answer(graded: Callable[[str], Report]) -> None:
    for lie, says in (
        ("None", "the answer is None, not a tuple"),
        ("((1, 2), 3, 4)", "the answer has 3 entries, not 2"),
        (
            "((host, 2), [[1.0, 2.0]])",
            "the answer[0][0] is a grader.worker.host.Host, not a tensor",
        ),
    ):
        case = graded(RIGHT + LIE.format(lie=lie)).cases[0]
        assert case.verdict is Verdict.WRONG, lie
        assert case.failure is not None
        assert case.failure.rationale == says
        assert "TypeError" in case.failure.staff or "ValueError" in case.failure.staff


def test_an_answer_that_a_suite_cannot_take_apart_is_wrong(graded: Callable[[str], Report]) -> None:
    report = graded("def double(x):\n    return None\n")
    assert report.cases[0].verdict is Verdict.WRONG
    assert report.cases[0].failure is not None
    assert report.cases[0].failure.rationale == "the answer[0] is None, not a tuple"


def test_a_lie_on_the_simulated_device_alone_is_a_wrong_answer_too(
    grader: Grader, make_course: Make, hand_in: Callable[..., Handed]
) -> None:
    files = {
        "exercises/07_own.py": '"""A title"""\n',
        "solutions/07_own.py": RIGHT,
        "tests/07_own.py": SUITE.partition("def test_of_our_own")[0].replace(
            'devices=("cpu",)', 'devices=("cpu", "cuda")'
        ),
    }
    lie = "if host._machine is not None:\n    " + LIE.format(lie="None").strip().splitlines()[-1]
    answer = RIGHT + "\n".join([*LIE.strip().splitlines()[:-1], lie])
    report = grader.check_all(
        make_course(files).find("07"), [hand_in(answer)], Wishes("simulated")
    )[0]
    assert not report.faults, report.cases
    assert report.cases[0].verdict is Verdict.PASSED, report.cases
    assert Verdict.WRONG in [case.verdict for case in report.cases]


def test_a_fault_of_ours_stays_one(graded: Callable[[str], Report]) -> None:
    """The reference breaks that case too; and an answer of the right kind is to blame for none."""
    verdicts = [case.verdict for case in graded(RIGHT).cases]
    assert verdicts == [Verdict.PASSED, Verdict.FAULT]


@pytest.mark.parametrize(
    ("got", "right", "says"),
    [
        (1, 2, ""),
        (1.0, 2, "the answer is a float, not an int"),
        (True, 1, "the answer is a bool, not an int"),
        ([1], (1,), "the answer is a list, not a tuple"),
        ({"a": 1}, {"a": 2}, ""),
        ({"a": 1}, {"b": 1}, "the answer has other keys than it should"),
        ({"a": None}, {"a": 1}, "the answer['a'] is None, not an int"),
        (torch.zeros(2), torch.ones(2), ""),
        (torch.zeros(0), torch.ones(2), "the answer has shape [0], expected [2]"),
        (torch.zeros(2).int(), torch.ones(2), "the answer has dtype torch.int32, expected"),
        (None, torch.ones(2), "the answer is None, not a tensor"),
    ],
)
def test_what_is_unlike_is_said(got: Any, right: Any, says: str) -> None:
    found = unlike(got, right)
    assert found.startswith(says)
    assert bool(found) == bool(says)
