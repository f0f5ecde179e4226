"""Suites run by pytest: cases, devices, seeds, waiting, only some, and an author's own pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import Course
from grader.errors import CourseError, Fault, UsageError
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Report, Verdict
from grader.submission import Handed
from grader.suite.items import simple

Run = Callable[..., Report]
ANSWER = "def f(x):\n    print('seen', x)\n    return x\n"


def verdicts(report: Report) -> dict[str, Verdict]:
    return {case.title: case.verdict for case in report.cases}


def test_cases_have_titles_points_and_visibility(run_suite: Run) -> None:
    suite = """
    @pytest.mark.visible
    def test_example(submission):
        pass

    @pytest.mark.points(2.5)
    def test_long_name(submission):
        '''what it is about.

        More.
        '''
    """
    report = run_suite(suite, ANSWER)
    facts = [(c.id, c.title, c.possible, c.visible) for c in report.cases]
    assert facts == [
        ("test_example", "example", 1.0, True),
        ("test_long_name", "what it is about", 2.5, False),
    ]
    assert (report.points, report.possible) == (3.5, 3.5)


def test_a_case_waits_for_another_that_did_not_pass(run_suite: Run) -> None:
    suite = """
    def test_first(submission):
        raise Failure("no")

    @pytest.mark.after("test_first")
    def test_second(submission):
        pass

    @pytest.mark.after("test_second")
    def test_third(submission):
        pass

    def test_other(submission):
        pass
    """
    report = run_suite(suite, ANSWER)
    assert list(verdicts(report).values()) == [
        Verdict.WRONG, Verdict.SKIPPED, Verdict.SKIPPED, Verdict.PASSED,
    ]  # fmt: skip
    assert [case.waits_for for case in report.cases] == ["", "first", "second", ""]


def test_what_is_marked_once_is_run_with_the_first_seed_alone(run_suite: Run) -> None:
    suite = """
    pytestmark = pytest.mark.exercise(timeout=20, seeds=3, devices=("cpu",))

    @pytest.mark.once
    def test_once(submission, learn_session):
        if learn_session.seed > 1:
            raise Failure("again")

    def test_all(submission, learn_session):
        if learn_session.seed > 1:
            raise Failure("again")
    """
    report = run_suite(suite, ANSWER, wishes=Wishes(policy="graded"))
    assert list(verdicts(report).values()) == [Verdict.PASSED, Verdict.WRONG]
    assert run_suite(suite, ANSWER, wishes=Wishes(seed=9)).points == 0


def test_every_seed_is_drawn_until_one_fails(run_suite: Run) -> None:
    suite = """
    pytestmark = pytest.mark.exercise(timeout=20, seeds=3, devices=("cpu",))

    def test_all(submission, learn_session):
        submission.f(learn_session.seed)

    def test_some(submission, learn_session):
        if learn_session.seed == 2:
            raise Failure("seed 2")
    """
    report = run_suite(suite, ANSWER, wishes=Wishes(policy="graded"))
    assert report.seeds == (1, 2, 3)
    assert [case.seed for case in report.cases] == [None, 2]
    assert report.prints == "seen 3\n"
    practice = run_suite(suite, ANSWER)
    assert practice.seeds[:2] == (1, 2)
    assert practice.seeds[2] >= 100
    assert run_suite(suite, ANSWER, wishes=Wishes(seed=9)).seeds == (9,)


def test_a_case_draws_the_same_numbers_alone_and_in_the_suite(run_suite: Run) -> None:
    suite = """
    def test_a(submission, rng):
        rng.normal(100)

    def test_b(submission, rng):
        submission.f(rng.normal(1).item())
    """
    whole = run_suite(suite, ANSWER)
    alone = run_suite(suite, ANSWER, wishes=Wishes(only=("b",)))
    assert list(verdicts(alone)) == ["b"]
    assert "seen" in whole.prints
    assert whole.prints == alone.prints


@pytest.mark.parametrize("name", ["test_two_words", "two words", "Two-Words", "two_words"])
def test_cases_are_chosen_by_any_spelling_of_their_name(run_suite: Run, name: str) -> None:
    suite = """
    def test_one(submission):
        raise Failure("no")

    @pytest.mark.after("test_one")
    def test_two_words(submission):
        pass
    """
    report = run_suite(suite, ANSWER, wishes=Wishes(only=(name,)))
    assert verdicts(report) == {"two words": Verdict.PASSED}


def test_a_case_that_is_not_there_gets_the_closest_ones(run_suite: Run) -> None:
    suite = "def test_rectangles(submission):\n    pass\n"
    with pytest.raises(UsageError) as caught:
        run_suite(suite, ANSWER, wishes=Wishes(only=("rectangels",)))
    assert str(caught.value).splitlines() == [
        "07_own has no case 'rectangels'",
        "the closest are 'rectangles'",
        "learn check 07 --only rectangles",
    ]


def test_the_first_case_that_fails_ends_a_run_that_wants_it_so(run_suite: Run) -> None:
    suite = """
    def test_a(submission):
        pass

    def test_b(submission):
        raise Failure("no")

    def test_c(submission):
        pass
    """
    report = run_suite(suite, ANSWER, wishes=Wishes(first=True))
    assert list(verdicts(report)) == ["a", "b"]


def test_a_bare_assert_and_an_error_of_the_suite_tell_the_learner_nothing(run_suite: Run) -> None:
    suite = """
    def test_assert(submission):
        secret = 42
        assert submission.f(1) == secret

    def test_error(submission):
        raise ZeroDivisionError("secret 42")

    def test_skip(submission):
        pytest.skip("secret 42")

    @pytest.fixture
    def broken():
        raise KeyError("secret 42")

    def test_fixture(broken):
        pass
    """
    report = run_suite(suite, ANSWER)
    assert list(verdicts(report).values()) == [
        Verdict.WRONG, Verdict.FAULT, Verdict.FAULT, Verdict.FAULT,
    ]  # fmt: skip
    assert report.exit_code == 3
    for case in report.cases:
        assert "42" in case.failure.staff or case.id == "test_assert"
        assert "42" not in case.failure.rationale + case.failure.help


def test_prints_are_those_of_the_case_that_failed(run_suite: Run) -> None:
    suite = """
    def test_a(submission):
        submission.f("first")

    def test_b(submission):
        submission.f("second")
        raise Failure("no")
    """
    assert run_suite(suite, ANSWER).prints == "seen second\n"


def test_a_case_has_its_own_time(run_suite: Run) -> None:
    suite = """
    @pytest.mark.timeout(0.2)
    def test_slow(submission):
        submission.f(1)

    def test_next(submission):
        pass
    """
    answer = "import time\ndef f(x):\n    time.sleep(10 ** 6)\n"
    report = run_suite(suite, answer, wishes=Wishes(policy="graded"))
    assert list(verdicts(report).values()) == [Verdict.TIMEOUT, Verdict.PASSED]
    assert report.cases[0].failure.rationale == "no result after 0.2 s"
    practice = run_suite(suite, answer)
    assert practice.cases[1].verdict is Verdict.SKIPPED
    assert practice.cases[1].waits_for == "slow"


def test_conftest_and_environment_have_no_say(
    run_suite: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "course" / "tests").mkdir(parents=True)
    evil = "import pytest\n@pytest.fixture\ndef submission():\n    raise SystemExit\n"
    (tmp_path / "course" / "tests" / "conftest.py").write_text(evil)
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    report = run_suite("def test_a(submission):\n    pass\n", ANSWER)
    assert verdicts(report) == {"a": Verdict.PASSED}
    assert os.environ["PYTEST_ADDOPTS"] == "-k nothing"
    assert os.environ["PYTEST_PLUGINS"] == "no_such_plugin"
    assert "PYTEST_CURRENT_TEST" in os.environ
    assert not list((tmp_path / "course").rglob("__pycache__"))
    assert not list((tmp_path / "course").rglob(".pytest_cache"))


def test_a_changed_suite_of_the_same_name_is_read_anew(run_suite: Run) -> None:
    for name in ("one", "two"):
        suite = f"def test_{name}(submission):\n    pass\n"
        assert list(verdicts(run_suite(suite, ANSWER))) == [name]


@pytest.mark.parametrize(
    ("suite", "says"),
    [
        ("import no_such_module", "no_such_module"),
        ("1 / 0", "division by zero"),
        ("def test_a(:", "invalid syntax"),
        ("def helper():\n    pass", "07_own"),
    ],
)
def test_a_suite_that_cannot_be_run_is_a_fault_in_three_lines(
    run_suite: Run, suite: str, says: str
) -> None:
    with pytest.raises((Fault, CourseError)) as caught:
        run_suite(suite, ANSWER)
    assert says in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 3


def test_a_note_is_on_the_report_once_and_changes_no_verdict(run_suite: Run) -> None:
    suite = """
    pytestmark = pytest.mark.exercise(timeout=20, seeds=2, devices=("cpu",))

    def test_a(submission, note):
        note("a remark")

    def test_b(submission, note):
        note("another")
        note("a remark")
        raise Failure("wrong all the same")
    """
    report = run_suite(suite, ANSWER)
    assert report.notes == ("a remark", "another")
    assert verdicts(report) == {"a": Verdict.PASSED, "b": Verdict.WRONG}


def test_a_note_stays_with_its_submission(
    grader: Grader, make_course: Callable[..., Course], hand_in: Callable[..., Handed]
) -> None:
    suite = "def test_a(submission, note):\n    if submission.f(1) == 2:\n        note('two')\n"
    mark = "import pytest\n\npytestmark = pytest.mark.exercise(seeds=1, devices=('cpu',))\n\n\n"
    stub = '"""A title"""\n\ndef f(x):\n    raise NotImplementedError\n'
    names = ("exercises/07_own.py", "solutions/07_own.py", "tests/07_own.py")
    exercise = make_course(dict(zip(names, (stub, stub, mark + suite), strict=True))).find("07")
    answers = [hand_in(f"def f(x):\n    return x * {n}\n") for n in (2, 3, 2)]
    reports = grader.check_all(exercise, answers)
    assert [report.notes for report in reports] == [("two",), (), ("two",)]


def test_an_interrupt_goes_through(run_suite: Run) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_suite("def test_a(submission):\n    raise KeyboardInterrupt\n", ANSWER)


def test_spelling_is_made_simple() -> None:
    assert simple("test_Two-words ") == "two words"


# --------------------------------------------------------------------------- an author's pytest


@pytest.fixture
def author(make_course: Callable[..., Course], tmp_path: Path) -> Callable[..., Any]:
    """``pytest -p grader.suite tests/01_double.py --submission FILE``, in a process of its own."""
    course = make_course()

    def run(answer: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "answer.py"
        path.write_text(answer, encoding="utf-8")
        command = [
            sys.executable, "-m", "pytest", "-p", "grader.suite", "-p", "no:cacheprovider",
            str(course.root / "tests" / "01_double.py"), "--submission", str(path), *arguments,
        ]  # fmt: skip
        checkout = str(Path(__file__).resolve().parents[3])
        environment = {**os.environ, "PYTHONPATH": checkout, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            command, cwd=course.root, env=environment, capture_output=True, text=True
        )

    return run


def test_an_author_s_pytest_runs_a_suite_through_the_same_worker(
    author: Callable[..., Any], right: str
) -> None:
    answer = right.replace("x * 2", "x * 2 if x.dim() == 1 else None")
    done = author(answer, "-k", "example or rectangle")
    assert "1 failed, 1 passed, 2 deselected" in done.stdout, done.stdout + done.stderr
    assert "the answer is None, not a tensor" in done.stdout
    assert done.returncode == 1


def test_an_author_s_pytest_prints_the_notes(
    author: Callable[..., Any], right: str, make_course: Callable[..., Course]
) -> None:
    suite = "import pytest\n\npytestmark = pytest.mark.exercise(timeout=20)\n\n\n"
    suite += "def test_remark(submission, note):\n    note('not bad')\n"
    make_course({"tests/01_double.py": suite})
    assert "note: not bad" in author(right).stdout
