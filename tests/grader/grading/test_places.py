"""The device check of a report: when it runs, over what, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.grading.wishes import Wishes
from grader.render.terminal import render_terminal
from grader.report import Device, Report, Verdict

RunSuite = Callable[..., Report]
MARK = 'pytestmark = pytest.mark.exercise(timeout=20, seeds=2, devices=("cpu", "cuda"){})\n'
SUITE = """
@pytest.mark.visible
def test_example(agree, rng):
    agree("f", rng.normal(3))

@pytest.mark.points(2)
def test_rectangle(agree, rng):
    agree("f", rng.normal(3, 4))
"""
RIGHT = "import torch\n\ndef f(x):\n    return x * 2 + x.new_zeros(())\n"
ON_THE_CPU = "import torch\n\ndef f(x):\n    return torch.zeros(x.shape, dtype=x.dtype) + x * 2\n"
GUESSES = (
    "import torch\n\ndef f(x):\n"
    "    return x.to('cuda' if torch.cuda.is_available() else 'cpu') * 2\n"
)

pytestmark = pytest.mark.usefixtures("without_gpu")


@pytest.fixture
def without_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same on a machine that has one."""
    monkeypatch.setattr("grader.grading.places.present", lambda: ("cpu",))


def suite(setting: str = "", text: str = SUITE) -> str:
    return MARK.format(setting) + text


def simulated(report: Report) -> Device | None:
    return next((device for device in report.devices if device.name == "simulated"), None)


def test_a_passing_answer_is_checked_over_the_visible_cases(run_suite: RunSuite) -> None:
    report = run_suite(suite(), RIGHT)
    assert report.passed
    assert [(c.id, c.possible) for c in report.device_check] == [("test_example", 0.0)]
    assert simulated(report) == Device("simulated", True, "1 of 2 cases")
    assert "device check: ok (simulated, 1 of 2 cases)" in " ".join(render_terminal(report).split())
    assert (report.points, report.possible) == (3, 3)


@pytest.mark.parametrize(
    "wishes",
    [Wishes(policy="graded"), Wishes(simulated="all"), Wishes(device="simulated")],
    ids=["graded", "all", "asked"],
)
def test_all_cases_where_that_is_asked_or_graded(run_suite: RunSuite, wishes: Wishes) -> None:
    report = run_suite(suite(), RIGHT, wishes=wishes)
    assert [case.id for case in report.device_check] == ["test_example", "test_rectangle"]
    assert simulated(report) == Device("simulated", True, "")
    assert {case.seed for case in report.device_check} == {None}


@pytest.mark.parametrize(
    ("wishes", "setting"),
    [
        (Wishes(device="cpu"), ""),
        (Wishes(simulated="none"), ""),
        (Wishes(), ", simulated=()"),
    ],
)
def test_it_does_not_run_where_nobody_asks(
    run_suite: RunSuite, wishes: Wishes, setting: str
) -> None:
    report = run_suite(suite(setting), RIGHT, wishes=wishes)
    assert report.passed
    assert report.device_check == ()
    assert simulated(report) is None


def test_a_suite_names_the_cases_of_a_quick_check(run_suite: RunSuite) -> None:
    report = run_suite(suite(', simulated=("test_rectangle",)'), RIGHT)
    assert [case.id for case in report.device_check] == ["test_rectangle"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [(ON_THE_CPU, "two devices meet in line 4"), (GUESSES, "is on cuda:0")],
    ids=["factory", "guess"],
)
def test_a_device_mistake_fails_the_check_and_costs_no_points(
    run_suite: RunSuite, answer: str, words: str
) -> None:
    report = run_suite(suite(), answer)
    assert not report.passed
    assert report.exit_code == 1
    assert (report.points, report.possible) == (3, 3)
    failure = report.first_failure.failure
    assert words in failure.rationale
    assert failure.line == 4
    assert {case.device for case in report.cases} == {"cpu", "simulated"}


def test_it_waits_for_all_other_cases(run_suite: RunSuite) -> None:
    report = run_suite(suite(), "def f(x):\n    return x * 3\n", RIGHT)
    assert report.device_check == ()
    assert simulated(report) == Device("simulated", False, "cpu did not pass")


def test_what_cannot_be_simulated_is_said_and_no_failure(run_suite: RunSuite) -> None:
    answer = (
        "import torch\n\ndef f(x):\n    if x.is_cuda:\n        torch.cuda.Stream()\n"
        "    return x * 2\n"
    )
    for policy in ("practice", "graded"):
        report = run_suite(suite(), answer, wishes=Wishes(policy=policy, device="simulated"))
        assert report.passed
        assert report.exit_code == 0
        assert all(case.verdict is not Verdict.UNAVAILABLE for case in report.cases)
        assert "not simulated: torch.cuda.Stream" in simulated(report).detail


WAITING = """
@pytest.mark.visible
def test_example(agree, rng):
    agree("f", rng.normal(3))

@pytest.mark.after("test_example")
def test_waits(agree, rng):
    agree("f", rng.normal(3, 4))

def test_alone(agree, rng):
    agree("f", rng.normal(2, 3, 4))
"""


@pytest.mark.parametrize("first", [False, True])
def test_a_case_that_waits_for_what_is_not_simulated_is_left_out(
    run_suite: RunSuite, first: bool
) -> None:
    answer = (
        "import torch\n\ndef f(x):\n    if x.is_cuda and x.dim() == 1:\n"
        "        torch.cuda.Stream()\n    return x * 2\n"
    )
    wishes = Wishes(device="simulated", first=first)
    report = run_suite(suite(text=WAITING), answer, wishes=wishes)
    assert report.passed
    assert [case.id for case in report.device_check] == ["test_alone"]
    assert simulated(report).detail.startswith("1 of 3 cases, not simulated: torch.cuda.Stream")


def test_a_gpu_makes_it_needless(run_suite: RunSuite, monkeypatch: pytest.MonkeyPatch) -> None:
    from grader.catalog import Exercise
    from grader.declared import Settings
    from grader.grading.places import Places

    monkeypatch.setattr("grader.grading.places.present", lambda: ("cpu", "cuda"))
    monkeypatch.setattr(Exercise, "settings", Settings())
    places = Places(Exercise("01_x", None), Wishes())
    assert (places.here, places.absent, places.run) == (("cpu", "cuda"), (), ("cpu", "cuda"))
