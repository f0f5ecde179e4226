"""Submissions that fail as one before them: told the same, and no case is run for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from grader.catalog import Course
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Report, Verdict
from grader.submission import Handed
from grader.suite import trails
from grader.suite.outcome import Outcome
from grader.suite.trails import Trails
from grader.worker.script import History

SUITE = '''
"""A suite."""
import pytest

pytestmark = pytest.mark.exercise(
    timeout=20, seeds=2, devices=("cpu",), bans=["flip"], why="The lesson reverses by hand."
)

def test_double(agree, rng, note):
    agree("double", rng.normal(3, 4))
    note("looked at")

def test_last(agree, rng):
    agree("last", rng.normal(3))
'''
RIGHT = "def double(x):\n    return x * 2\n\ndef last(x):\n    return x[-1] * 1\n"
THRICE = RIGHT.replace("x * 2", "x * 3")
Make = Callable[[dict[str, str]], Course]


@pytest.fixture
def course(make_course: Make) -> Course:
    return make_course(
        {
            "exercises/07_own.py": '"""A title"""\n',
            "solutions/07_own.py": RIGHT,
            "tests/07_own.py": SUITE,
            "tests/wrong/07_own/thrice.py": '"""You take it three times."""\n'
            "def double(x):\n    return x * 3\n",
        }
    )


@pytest.fixture
def graded(
    grader: Grader, course: Course, hand_in: Callable[..., Handed], ran: list[str]
) -> Callable[..., list[tuple[Report, int]]]:
    """The reports on texts that are graded together, and how many cases each of them ran."""

    def grade(*texts: str) -> list[tuple[Report, int]]:
        found: list[tuple[Report, int]] = []

        def done(report: Report) -> None:
            found.append((report, len(ran)))
            ran.clear()

        exercise = course.find("07")
        wishes = Wishes("cpu", policy="graded")
        grader.check_each(exercise, [hand_in(text) for text in texts], wishes, done)
        return found

    return grade


def told(report: Report) -> list[Any]:
    """What a report says of its cases, and the notes."""
    return [*(dataclasses.replace(case, seconds=0.0) for case in report.cases), report.notes]


def test_the_same_mistake_in_other_words_is_told_the_same_and_runs_no_case(graded: Any) -> None:
    first, second, third = graded(THRICE, "# mine\n" + THRICE.replace("x * 3", "3 * x"), THRICE)
    assert told(first[0]) == told(second[0]) == told(third[0])
    assert first[0].first_failure.failure.cause == "You take it three times."
    assert first[0].notes == ()
    assert [number for _, number in (first, second, third)] == [3, 0, 0]


def test_known_ways_to_pass_and_to_fail_are_told_apart(graded: Any) -> None:
    late = RIGHT.replace("x[-1]", "x[0]")
    texts = [RIGHT, late, THRICE, RIGHT, late, THRICE, late.replace("x * 2", "2 * x")]
    found = graded(*texts)
    for place, (report, _) in enumerate(found):
        [(alone, _)] = graded(texts[place])
        assert told(report) == told(alone)
    assert [number for _, number in found[3:]] == [0, 0, 0, 0]


def test_one_that_goes_another_way_at_the_end_is_graded_by_the_cases(graded: Any) -> None:
    both = THRICE.replace("x[-1]", "x[0]")
    (one, _), (other, number) = graded(THRICE, both)
    assert [case.verdict for case in one.cases] == [Verdict.WRONG, Verdict.PASSED]
    assert [case.verdict for case in other.cases] == [Verdict.WRONG, Verdict.WRONG]
    assert number > 0


def test_one_that_prints_shows_its_own_words(graded: Any) -> None:
    loud = THRICE.replace("    return x * 3", "    print(len(x))\n    return x * 3")
    found = graded(THRICE, loud, loud, THRICE)
    assert [report.prints for report, _ in found] == ["", "3\n", "3\n", ""]
    assert [number > 0 for _, number in found] == [True, True, True, False]


@pytest.mark.parametrize("before", [(), (RIGHT,)], ids=["first", "after one that passed"])
def test_one_that_prints_before_it_goes_a_known_way_shows_it(graded: Any, before: Any) -> None:
    loading = "print(7)\n" + THRICE
    once = THRICE.replace(
        "    return x * 3", "    print(*SEEN)\n    SEEN.clear()\n    return x * 3"
    )
    found = graded(*before, THRICE, loading, "SEEN = [7]\n" + once)[len(before) :]
    assert [report.prints.strip() for report, _ in found] == ["", "7", "7"]


def test_a_line_that_is_shown_is_the_submission_s_own(graded: Any) -> None:
    flips = RIGHT.replace("x[-1] * 1", "x.flip(0)[0]")
    moved = "# the same, further down\n" + flips
    found = graded(flips, moved, flips, moved)
    lines = [report.first_failure.failure.line for report, _ in found]
    assert lines == [5, 6, 5, 6]
    sources = [report.first_failure.failure.frames[0].source for report, _ in found]
    assert sources == ["return x.flip(0)[0]"] * 4
    renamed = flips.replace("x.flip(0)[0]", "x.flip(0)[0] * 1")
    found = graded(flips, renamed)
    assert [report.first_failure.failure.frames[0].source for report, _ in found] == [
        "return x.flip(0)[0]",
        "return x.flip(0)[0] * 1",
    ]


def test_one_that_counts_its_calls_is_asked_no_more_than_the_cases_ask(graded: Any) -> None:
    counts = "seen = []\n" + RIGHT.replace(
        "return x[-1] * 1", "seen.append(1)\n    return x[-1] * (1 if len(seen) < {} else 2)"
    )
    texts = [RIGHT, *(counts.format(number) for number in (1, 2, 3, 1, 2, 3, 3, 2, 1))]
    for text, (report, _) in zip(texts, graded(*texts), strict=True):
        [(alone, _)] = graded(text)
        assert told(report) == told(alone)


def test_a_watch_is_told_the_same_of_each_save(
    grader: Grader, course: Course, hand_in: Callable[..., Handed]
) -> None:
    heard: list[Report] = []
    batch = grader.batch(course.find("07"), Wishes("cpu"), heard.append, lambda report: None)
    try:
        batch.run(hand_in(text) for text in (THRICE, THRICE + "\n# again\n", RIGHT, THRICE))
    finally:
        batch.close()
    assert [report.passed for report in heard] == [False, False, True, False]
    assert told(heard[0]) == told(heard[1]) == told(heard[3])


def outcome(verdict: Verdict = Verdict.WRONG, seconds: float = 0.1, prints: str = "") -> Outcome:
    return Outcome("a", "a", "cpu", 1.0, False, 1, verdict, None, "", seconds, prints)


def history(*answers: bytes) -> History:
    made = History()
    for number, answer in enumerate(answers):
        made.add(b"request %d" % number, answer)
    return made


@pytest.mark.parametrize(
    "given",
    [
        (history(), outcome()),
        (history(b"a"), outcome(Verdict.TIMEOUT)),
        (history(b"a"), outcome(Verdict.CRASHED)),
        (history(b"a"), outcome(Verdict.FAULT)),
        (history(b"a"), outcome(seconds=5.0)),
        (history(b"a"), outcome(prints="hello")),
    ],
)
def test_what_would_not_come_again_is_not_kept(
    session_of: Any, given: tuple[History, Outcome]
) -> None:
    kept = Trails()
    kept.learn(session_of("x = 1\n"), given[0], [given[1]])
    assert kept.kept == []


def test_the_last_ones_that_were_used_are_kept(
    session_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trails, "MOST", 2)
    kept = Trails()
    for answer in (b"a", b"b"):
        kept.learn(session_of("x = 1\n"), history(answer, answer), [outcome()])
    found = kept.fitting(history(b"a"), "")
    assert found is not None
    kept.use(found)
    kept.learn(session_of("x = 1\n"), history(b"c"), [outcome()])
    assert kept.fitting(history(b"b"), "") is None
    assert kept.fitting(history(b"a"), "") is found
    assert set(kept._requests) == {b"request 0", b"request 1"}
