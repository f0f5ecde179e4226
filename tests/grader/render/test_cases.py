from __future__ import annotations

from grader.render.cases import WORDS, add_cases
from grader.render.layout import Page
from grader.report import Case, Failure, Report, Submission, Verdict


def lines_of(*cases: Case, width: int = 80) -> list[str]:
    page = Page(width, color=False)
    add_cases(page, Report("03_matmul", "matmul", Submission("f.py", ""), cases, devices=()))
    return page.text().splitlines()


def case(title: str, verdict: Verdict, **rest: object) -> Case:
    return Case("test_x", title, **{"device": "cpu", "verdict": verdict, "possible": 1.0, **rest})


def test_every_verdict_has_a_word():
    assert set(WORDS) == set(Verdict)
    assert all(style for _, style in WORDS.values())


def test_every_verdict_has_its_line_without_any_failure_given():
    lines = lines_of(*(case(verdict.value, verdict) for verdict in Verdict))
    assert [line.split()[0] for line in lines] == [WORDS[verdict][0] for verdict in Verdict]


def test_only_the_first_failing_case_is_opened():
    failure = Failure("a is wrong", call="f(A)", cause="a known mistake")
    lines = lines_of(
        case("one", Verdict.PASSED),
        case("two", Verdict.WRONG, failure=failure),
        case("three", Verdict.WRONG, failure=failure),
    )
    assert lines == [
        "  ok     one",
        "  FAIL   two     f(A)",
        "         a is wrong",
        "         looks like: a known mistake",
        "  FAIL   three   a is wrong",
    ]


def test_a_failure_further_down_is_cut_to_its_line():
    lines = lines_of(
        case("one", Verdict.WRONG), case("two", Verdict.WRONG, failure=Failure("x " * 100))
    )
    assert len(lines) == 2
    assert len(lines[1]) <= 80
    assert lines[1].endswith("...")


def test_the_type_of_an_exception_is_named_once():
    failure = Failure("your code raised KeyError", call="f(A)", exception="KeyError: 'a'")
    assert lines_of(case("one", Verdict.RAISED, failure=failure)) == [
        "  ERROR  one   f(A)",
        "         KeyError: 'a'",
    ]


def test_an_absent_device_takes_one_line():
    absent = {"device": "cuda", "verdict": Verdict.UNAVAILABLE}
    lines = lines_of(case("one", Verdict.WRONG), case("one", **absent), case("two", **absent))
    assert lines[1:] == ["  --     2 cases on cuda: not run"]


def test_cases_of_another_device_say_so():
    lines = lines_of(
        case("one", Verdict.PASSED),
        case("one", Verdict.PASSED, device="cuda"),
        case("one", Verdict.WRONG, device="simulated"),
    )
    assert lines[:2] == ["  ok     one", "  ok     one (cuda)"]
    assert lines[2].startswith("  FAIL   one (device check)")


def test_a_title_wider_than_its_column_puts_the_rest_below():
    lines = lines_of(case("t" * 60, Verdict.SKIPPED, waits_for="one"))
    assert lines == ["  --     " + "t" * 60, '         waits for "one"']


def test_a_first_fault_is_opened_when_nothing_of_the_learner_failed():
    failure = Failure("a hidden check failed", help="Tell your teacher.")
    assert lines_of(case("one", Verdict.FAULT, failure=failure)) == [
        "  ours   one   the grader failed here, not you: a hidden check failed",
        "         Tell your teacher.",
    ]
