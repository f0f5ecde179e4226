"""A grader over the toy course: each submission and each case on its own, secrets kept."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from grader.catalog import Course
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Report, Verdict
from grader.submission import Handed

Check = Callable[..., Report]


def test_a_right_answer_passes_with_all_points(check: Check, right: str) -> None:
    report = check(right)
    assert report.passed
    assert (report.points, report.possible, report.exit_code) == (5, 5, 0)
    assert (report.exercise, report.title) == ("01_double", "Double a tensor")
    assert report.seeds == (1,)
    assert report.policy == "practice"
    assert [case.seed for case in report.cases] == [None] * 4
    assert [name for name, _ in report.versions] == ["grader", "python", "torch", "platform"]


def test_a_wrong_answer_is_told_with_its_mistake_and_its_seed(check: Check) -> None:
    report = check("def double(x):\n    return 2 + x\n")
    assert (report.points, report.exit_code) == (0, 1)
    assert [case.verdict for case in report.cases] == [Verdict.WRONG, *3 * [Verdict.SKIPPED]]
    case = report.first_failure
    assert case.failure.cause == "You add 2 where you should multiply by it."
    assert case.seed == 1
    assert {case.waits_for for case in report.cases[1:]} == {"the example"}


def test_a_class_is_graded_through_handles(check: Check) -> None:
    answer = """
    class Counter:
        def __init__(self, start):
            self.so_far = [start]
        def add(self, x):
            self.so_far.extend(x.tolist())
        def total(self):
            total = 0.0
            for number in self.so_far:
                total += number
            return total
    """
    assert check(answer, "02").passed
    shorter = "return __import__('torch').tensor(self.so_far).sum().item()"
    failure = check(answer.replace("total = 0.0", shorter), "02").first_failure.failure
    assert "sum in line 7 does the work for you" in failure.rationale
    assert failure.help == "02 adds up; allowed: +"


def test_many_submissions_are_graded_in_order_and_heard_one_by_one(
    grader: Grader, hand_in: Callable[..., Handed], right: str
) -> None:
    texts = (right, "def double(x):\n    return x\n", right, "raise ValueError\ndouble = 1\n")
    heard: list[Report] = []
    exercise = grader.course.find("01")
    reports = grader.check_all(exercise, (hand_in(text) for text in texts), done=heard.append)
    assert reports == heard
    assert [report.passed for report in reports] == [True, False, True, False]
    assert [r.submission.digest for r in reports] == [hand_in(t).record.digest for t in texts]
    assert grader.check_all(exercise, []) == []


def test_a_submission_leaves_nothing_to_the_next_one(
    grader: Grader, hand_in: Callable[..., Handed], right: str
) -> None:
    poison = "import torch\ntorch.Tensor.__mul__ = lambda a, b: a\n" + right
    exercise = grader.course.find("01")
    reports = grader.check_all(exercise, [hand_in(poison), hand_in(right)])
    assert [report.passed for report in reports] == [False, True]


def test_a_report_tells_the_layers_of_the_isolation(check: Check, right: str) -> None:
    layers = {layer.name for layer in check(right).isolation}
    assert {"PID namespace", "Landlock", "seccomp", "resources"} <= layers


def test_an_exercise_s_memory_is_what_its_worker_may_have(check: Check, right: str) -> None:
    detail = {layer.name: layer.detail for layer in check(right).isolation}["resources"]
    assert detail == "256 MiB of memory"


def test_nothing_secret_is_in_a_worker_s_memory_or_reach(
    check: Check, grader: Grader, right: str
) -> None:
    text = f"""
    import gc, os, sys

    def double(x):
        found = []
        for path in {[str(path) for path in grader.course.secret]!r}:
            try:
                found += os.listdir(path)
            except OSError:
                pass
        found += [name for name in sys.modules if name in ("01_double", "reference")]
        needle = "cannot be" + " doubled"
        held = [o for o in gc.get_objects() if type(o) is dict and needle in repr(o.get("text"))]
        raise ValueError(found, len(held))
    """
    assert check(right).passed  # reference and suite are open in this process
    case = check(text).cases[0]
    assert case.failure.exception == "ValueError: ([], 0)"


def test_a_device_that_is_not_here_is_left_out_in_practice_and_a_fault_when_graded(
    make_course: Callable[..., Course], grader: Grader, hand_in: Callable[..., Handed], right: str
) -> None:
    files = {
        "exercises/01_double.py": "def double(x):\n    raise NotImplementedError\n",
        "solutions/01_double.py": right,
        "tests/01_double.py": (
            "import pytest\npytestmark = pytest.mark.exercise(devices=('cpu', 'mps'), seeds=1)\n"
            "def test_a(agree, rng):\n    agree('double', rng.normal(2))\n"
        ),
    }
    exercise = make_course(files).find("01")
    practice = grader.check(exercise, hand_in(right))
    graded = grader.check(exercise, hand_in(right), Wishes(policy="graded"))
    asked = grader.check(exercise, hand_in(right), Wishes(device="mps"))
    if any(device.name == "mps" and device.ran for device in practice.devices):
        pytest.skip("this machine has the device")
    assert [device.name for device in practice.devices] == ["cpu", "mps"]
    assert practice.devices[1].detail == "no mps device here"
    assert (practice.passed, practice.exit_code, len(practice.cases)) == (True, 0, 1)
    assert [case.verdict for case in graded.cases] == [Verdict.PASSED, Verdict.UNAVAILABLE]
    assert (graded.points, graded.possible, graded.exit_code) == (1, 2, 3)
    assert not asked.passed
    assert asked.exit_code != 0


def test_a_grader_that_is_closed_leaves_no_process(make_course: Callable[..., Course]) -> None:
    with Grader(make_course()) as grader:
        pid = grader.launcher._launcher._pid
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(("cores", "awake"), [(1, False), (2, True)])
def test_who_waits_keeps_a_core_awake_only_where_there_is_one_more(
    make_course: Callable[..., Course], monkeypatch: pytest.MonkeyPatch, cores: int, awake: bool
) -> None:
    monkeypatch.setattr("grader.grading.grader.cores", lambda: cores)
    course = make_course()
    for eager in (False, True):
        with Grader(course, eager=eager) as grader:
            process = grader.launcher.start()
            assert (process.awake > 0) == (eager and awake)
            grader.launcher.end(process)
            process.discard()
