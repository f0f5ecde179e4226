"""Cases that pass as they passed before: the verdict is the one that the case itself would give."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from grader.catalog import Course
from grader.engines.base import timeless
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Report, Verdict
from grader.submission import Handed
from grader.suite import known
from grader.suite.known import Known

SUITE = '''
"""A suite."""
import pytest

pytestmark = pytest.mark.exercise(timeout=20, seeds=2, devices=("cpu",))
RUNS = []

def test_double(agree, rng, note):
    RUNS.append("double")
    agree("double", rng.normal(3, 4))
    note("looked at")

def test_gradient(agree, rng):
    RUNS.append("gradient")
    agree.grad("double", rng.normal(3))

def test_text(submission):
    RUNS.append("text")
    with submission.raises(TypeError, naming=("some text",)):
        submission.double("some text")

def test_kept(submission, agree, rng):
    """an object that stays there"""
    RUNS.append("kept")
    x = rng.normal(2)
    made = submission.Doubler(x)
    agree.value(made.twice(), x * 2)
'''
ON_DEVICES = SUITE.replace('("cpu",)', '("cpu", "cuda")')
RIGHT = """
class Doubler:
    def __init__(self, x):
        self.x = x

    def twice(self):
        return double(self.x)


def double(x):
    if isinstance(x, str):
        raise TypeError(f"{x!r} cannot be doubled")
    return x * 2
"""
COUNTS = RIGHT.replace("return x * 2", "SEEN.append(1)\n    return x * 2 + (len(SEEN) > 4)")
ANSWERS = {
    "right": RIGHT,
    "right, other bits": RIGHT.replace("x * 2", "x + x"),
    "right, told in other words": RIGHT.replace("cannot be doubled", "is no tensor"),
    "raises later in the file": "\n\n\n" + RIGHT,
    "names nothing": RIGHT.replace('f"{x!r} cannot be doubled"', '"no"'),
    "wrong": RIGHT.replace("x * 2", "x * 3"),
    "wrong, in other words": "\n\n" + RIGHT.replace("x * 2", "3 * x"),
    "raises": RIGHT.replace("return x * 2", "return x * 2 / (1 // (x.dim() - 1))"),
    "raises elsewhere": "\n\n"
    + RIGHT.replace("return x * 2", "return x * 2 / (1 // (x.dim() - 1))"),
    "raises what is not expected": RIGHT.replace("raise TypeError", "raise KeyError"),
    "raises that elsewhere": "\n\n" + RIGHT.replace("raise TypeError", "raise KeyError"),
    "cut from the graph": RIGHT.replace("x * 2", "x.detach() * 2"),
    "wrong where it stays": RIGHT.replace("double(self.x)", "self.x"),
    "changes its input": RIGHT.replace("return x * 2", "return x.mul_(2)"),
    "counts its calls": "SEEN = []\n" + COUNTS,
    "prints": RIGHT.replace("return x * 2", 'print("hello", x.shape)\n    return x * 2'),
    "stops": RIGHT.replace("return x * 2", "import os\n    os._exit(3)"),
    "stops at the second call": "SEEN = []\n"
    + RIGHT.replace("return x * 2", "SEEN.append(1)\n    return x * 2 if len(SEEN) < 2 else 1 / 0"),
    "does not load": "1 / 0\n" + RIGHT,
    "tells of no frames": """
from grader.worker import raised
whole = raised.describe
raised.describe = lambda *given: {k: v for k, v in whole(*given).items() if k != "frames"}
"""
    + RIGHT,
    "tells of other bases": """
from grader.worker import raised
whole = raised.describe
raised.describe = lambda *given: {**whole(*given), "bases": {"TypeError": 1}}
"""
    + RIGHT,
    "answers on the CPU": RIGHT.replace("return x * 2", "return (x * 2).cpu()"),
    "answers the last case on the CPU": RIGHT.replace(
        "return double(self.x)", "return double(self.x).cpu()"
    ),
    "mixes devices in the gradient": "import torch\n"
    + RIGHT.replace(
        "return x * 2",
        "return x * torch.full((3,), 2.0, dtype=x.dtype) if x.shape == (3,) else x * 2",
    ),
    "prints on a device": RIGHT.replace(
        "return x * 2", "x.is_cpu or print(x.device)\n    return x * 2"
    ),
    "has no class": RIGHT.replace("class Doubler", "class Other"),
}
Make = Callable[[dict[str, str]], Course]


@pytest.fixture
def course(make_course: Make) -> Course:
    return course_of(make_course, SUITE)


def course_of(make_course: Make, suite: str) -> Course:
    return make_course(
        {
            "exercises/07_own.py": '"""A title"""\n',
            "solutions/07_own.py": RIGHT,
            "tests/07_own.py": suite,
        }
    )


def graded(
    grader: Grader, course: Course, submissions: list[Handed], device: str = "cpu"
) -> list[Report]:
    wishes = Wishes(device, policy="graded", seed=5)
    return grader.check_all(course.find("07"), submissions, wishes)


WISHED = {
    "graded": Wishes("cpu", policy="graded"),
    "the device check": Wishes("simulated", policy="graded", seed=5),
    "graded wherever it can be": Wishes(policy="graded"),
    "practised": Wishes(),
    "practised, the whole device check": Wishes(simulated="all"),
    "up to the first that fails": Wishes(first=True, simulated="all"),
    "some cases": Wishes(only=("double", "text"), simulated="all"),
    "with little patience": Wishes("cpu", policy="graded", patience=1),
}
LOOKED = ("practised, the whole device check", "up to the first that fails")  # at first, as a watch


@pytest.mark.parametrize(
    ("wished", "early"), [*((name, False) for name in WISHED), *((name, True) for name in LOOKED)]
)
def test_what_was_graded_before_changes_no_report(
    grader: Grader, make_course: Make, hand_in: Callable[..., Handed], wished: str, early: bool
) -> None:
    exercise = course_of(make_course, ON_DEVICES).find("07")

    def grade(submissions: list[Handed]) -> list[Report]:
        heard: list[Report] = []
        first_looks: list[Report] = []
        wishes = WISHED[wished]
        batch = grader.batch(exercise, wishes, heard.append, first_looks.append if early else None)
        try:
            batch.run(submissions)
        finally:
            batch.close()
        return heard

    submissions = {name: hand_in(text) for name, text in ANSWERS.items()}
    alone = {name: timeless(grade([handed])[0]) for name, handed in submissions.items()}
    order = [*submissions, *submissions]
    random.Random(wished).shuffle(order)
    together = grade([submissions["right"], *(submissions[n] for n in order)])
    for name, report in zip(order, together[1:], strict=True):
        assert timeless(report) == alone[name], name


@pytest.mark.parametrize("device", ["cpu", "simulated"])
def test_the_answers_meant_to_pass_do_and_the_others_do_not(
    grader: Grader, make_course: Make, hand_in: Callable[..., Handed], device: str
) -> None:
    course = course_of(make_course, ON_DEVICES)
    right = {name for name in ANSWERS if name.startswith("right")}
    right |= {"raises later in the file", "prints", "prints on a device"}
    if device == "cpu":
        right |= {"answers on the CPU", "answers the last case on the CPU"}
        right |= {"mixes devices in the gradient"}
    for _ in range(2):
        reports = graded(grader, course, [hand_in(text) for text in ANSWERS.values()], device)
        assert {name for name, r in zip(ANSWERS, reports, strict=True) if r.passed} == right


def test_a_known_case_is_not_run_again(
    grader: Grader,
    course: Course,
    hand_in: Callable[..., Handed],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played: list[bool] = []
    passes = Known.passes

    def counted(self: Known, *arguments: Any) -> tuple[bool, float]:
        answer = passes(self, *arguments)
        played.append(answer[0])
        return answer

    monkeypatch.setattr(known.Known, "passes", counted)
    monkeypatch.setattr(known, "QUICK", 0.0)
    names = ("right", "right", "right, told in other words", "raises later in the file")
    reports = graded(grader, course, [hand_in(ANSWERS[name]) for name in names])
    assert all(report.passed for report in reports)
    text = 2
    assert played[:4] == [False] * 4
    assert played[4:8] == [True] * 4
    assert [number for number, hit in enumerate(played[8:12]) if not hit] == [text]
    assert played[12:] == [True] * 4  # a line's number changes no pass
    assert [report.notes for report in reports] == [("looked at",)] * 4


def test_known_cases_are_put_at_once_and_all_begins_anew_where_one_is_not_known(
    grader: Grader,
    course: Course,
    hand_in: Callable[..., Handed],
    started: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_once: list[tuple[int, int]] = []  # cases that were put, and that were passed as before
    passes_all = Known.passes_all

    def counted(self: Known, session: Any, keys: Any) -> list[known.Passed]:
        answer = passes_all(self, session, keys)
        at_once.append((len(keys), len(answer)))
        return answer

    monkeypatch.setattr(Known, "passes_all", counted)
    names = ("right", "right", "wrong", "counts its calls", "prints", "wrong where it stays")
    reports = graded(grader, course, [hand_in(ANSWERS[name]) for name in names])
    assert [report.passed for report in reports] == [True, True, False, False, True, False]
    # "wrong" is seen in the first case; what prints has answered nothing as before.
    assert at_once == [(3, 3), (3, 0), (3, 0), (3, 2)]
    assert len(started) == 3 + 2 + 2 + 2
    at_once.clear()
    wishes = Wishes("cpu", policy="graded")
    submissions = [hand_in(ANSWERS[name]) for name in ("right", "wrong where it stays")]
    right, wrong = grader.check_all(course.find("07"), submissions, wishes)
    assert right.passed
    assert [case.id for case in wrong.cases if not case.points] == ["test_kept"]
    assert at_once == [(7, 5), (5, 5)]  # all begins anew with what is known of it


def test_a_submission_that_ends_on_the_way_has_the_case_s_own_verdict(
    grader: Grader, course: Course, hand_in: Callable[..., Handed]
) -> None:
    names = ("right", "stops", "right")
    right, stops, again = graded(grader, course, [hand_in(ANSWERS[name]) for name in names])
    assert {case.verdict for case in stops.cases if case.id != "test_text"} == {Verdict.CRASHED}
    assert timeless(right) == timeless(again)


def test_an_endless_loop_is_out_of_time_once(
    grader: Grader, make_course: Make, hand_in: Callable[..., Handed]
) -> None:
    files = {
        "exercises/07_own.py": '"""A title"""\n',
        "solutions/07_own.py": RIGHT,
        "tests/07_own.py": SUITE.replace("timeout=20", "timeout=0.5"),
    }
    endless = RIGHT.replace("return x * 2", "while True:\n        pass")
    wishes = Wishes("cpu", policy="graded", seed=5)
    submissions = [hand_in(RIGHT), hand_in(endless), hand_in(RIGHT)]
    exercise = make_course(files).find("07")
    _, late, right = grader.check_all(exercise, submissions, wishes)
    assert {case.verdict for case in late.cases if case.id != "test_text"} == {Verdict.TIMEOUT}
    assert right.passed
    endless = RIGHT.replace(
        "return x * 2", "while x.requires_grad:\n        pass\n    return x * 2"
    )
    submissions[1] = hand_in(endless)
    _, late, right = grader.check_all(exercise, submissions, wishes)
    ended = [case.id for case in late.cases if case.verdict is Verdict.TIMEOUT]
    assert ended == ["test_gradient"]
    assert right.passed


def test_in_practice_the_two_looks_are_known_apart(
    grader: Grader, course: Course, hand_in: Callable[..., Handed]
) -> None:
    wishes = Wishes("cpu", simulated="all")
    heard: list[Report] = []
    early: list[Report] = []
    batch = grader.batch(course.find("07"), wishes, heard.append, early.append)
    texts = [RIGHT, RIGHT, ANSWERS["wrong"], RIGHT]
    try:
        batch.run(hand_in(text) for text in texts)
    finally:
        batch.close()
    assert [report.passed for report in heard] == [True, True, False, True]
    assert [report.passed for report in early] == [True, False]  # else all was known at once
