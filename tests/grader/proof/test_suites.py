from __future__ import annotations

import pytest

from grader.proof.suites import check_suite


def test_a_good_suite_has_no_findings(good):
    assert list(check_suite(good)) == []


def test_a_missing_suite_is_a_finding_elsewhere(broken):
    assert list(check_suite(broken("suite", None))) == []


@pytest.mark.parametrize(
    ("change", "rule", "words"),
    [
        ("def test_x(:\n", "suite", "no Python"),
        ("def test_x(): pass\n", "suite", "declares nothing"),
        (("minutes=1,", ""), "suite", "how many minutes"),
        (("minutes=1,", "minutes=int('1'),"), "suite", "no literal"),
        (("minutes=1,", "minute=1,"), "suite", "unknown setting"),
        (("minutes=1,", "minutes=1, bans=('mul',),"), "suite", "what is allowed"),
        (("minutes=1,", "minutes=1, generic={'doubles': ''},"), "generic", "has no reason"),
        (('"It is multiplied.", ', ""), "hints", "2 hints"),
        (('"It is multiplied."', '" "'), "hints", "3 hints, not"),
        (("each number?", "each number."), "hints", "no question"),
        (("and a star.", "and a star. " * 20), "hints", "characters"),
        (("@pytest.mark.visible\n", ""), "suite", "no case is visible"),
        (("points(2)", "points(-2)"), "suite", "-2 points"),
        (("points(2)", "points(1 + 1)"), "suite", "cases cannot be read"),
        (("def test_twice", "def test_gradient"), "suite", "2 cases have the name"),
        (("def test_", "def check_"), "suite", "no case"),
        (('after("test_example")', 'after("test_twice")'), "suite", "no case before it"),
        (("@pytest.mark.points(2)", "@pytest.mark.parametrize('n', [1])"), "suite", "parametrize"),
        (("@pytest.mark.points(2)", "@pytest.mark.skip"), "suite", "pytest.mark.skip"),
        (("x = rng.normal(4)", "pytest.skip('no')"), "suite", "pytest.skip"),
        (("scale(submission.scale(x))", "scale(x * FACTOR)"), "probe", "needs FACTOR"),
        (("(submission, torch, x)", "(submission, torch, x: Tensor)"), "probe", "needs Tensor"),
    ],
)  # fmt: skip
def test_each_rule_is_kept(broken, change, rule, words):
    found = [(f.rule, f.what) for f in check_suite(broken("suite", change))]
    assert any(r == rule and words in what for r, what in found), found


def test_a_hint_must_not_hold_a_line_of_the_reference(broken):
    exercise = broken(
        "suite", ("It is multiplied.", "Try  the_whole_answer = x*factor + 0.0  first.")
    )
    assert list(check_suite(exercise)) == []
    line = "the_whole_answer = x * factor + 0.0\n    return the_whole_answer"
    text = exercise.reference.read_text("utf-8").replace("return x * factor", line)
    exercise.reference.write_text(text, "utf-8")
    assert [f.what for f in check_suite(exercise)] == ["hint 2 gives the answer away"]
