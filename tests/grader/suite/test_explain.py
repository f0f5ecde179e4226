"""From a failing case to its cause, its smallest call and its picture."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pytest
import torch

from grader.report import Failure as Record
from grader.report import Verdict
from grader.suite.agree import Agree
from grader.suite.explain import explain_first, explained
from grader.suite.failure import Failure
from grader.suite.outcome import Outcome
from grader.suite.proxy import Submission
from grader.suite.rehearsal import Rehearsable
from grader.worker.client import Raised

Of = Callable[..., Agree]
RIGHT = "def f(A, B):\n    return A @ B\n"


def drawn(*shape: int, seed: int = 1) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def fails(agree: Agree, case: str, *args: object) -> None:
    agree.session.evidence.case = case
    with pytest.raises((Failure, Raised)) as caught:
        agree("f", *args)
    agree.session.evidence.fail(caught.value)


def told(agree: Agree, *args: object, case: str = "test_f@cpu") -> Record:
    fails(agree, case, *args)
    return explained(agree.session, Record("something differs"), case, ())


def run(snippet: str, answer: str) -> str:
    """What the pasted lines print below the learner's code."""
    printed: list[str] = []
    exec(f"import torch\n{answer}\n{snippet}", {"print": lambda x: printed.append(str(x))})
    return printed[0]


def test_a_generic_cause_is_told_where_no_wrong_fits(agree_of: Of) -> None:
    agree = agree_of("def f(A, B):\n    return -(A @ B)\n", RIGHT)
    assert "sign turned" in told(agree, drawn(3, 4), drawn(4, 2)).cause


def test_a_wrong_of_the_exercise_comes_before_the_generic_cause(agree_of: Of) -> None:
    wrong = '"""Mind the sign."""\ndef f(A, B):\n    return -(A @ B)\n'
    agree = agree_of("def f(A, B):\n    return (-A) @ B\n", RIGHT, sign=wrong)
    assert told(agree, drawn(3, 4), drawn(4, 2)).cause == "Mind the sign."


def test_cases_are_rehearsed_with_the_seed_that_failed_and_all_variants(agree_of: Of) -> None:
    session = agree_of("def f(A, B):\n    return 1 / 0\n", RIGHT).session
    passed = Outcome("test_a", "a", "cpu", 1.0, False, 2, Verdict.PASSED, None, "", 0.0, "")
    failed = dataclasses.replace(
        passed, id="test_b", verdict=Verdict.RAISED, failure=Record("raises"), seed=7
    )
    outcomes = {(outcome.id, outcome.device): outcome for outcome in (passed, failed)}
    rehearsed: list[tuple[str, int, bool]] = []

    def cases(device: str) -> Iterator[Rehearsable]:
        for name in ("test_a", "test_b"):
            act = lambda name=name: rehearsed.append((name, session.seed, session.thorough))  # noqa: E731
            yield Rehearsable(f"{name}@{device}", act)

    session.seed, session.thorough = 2, False
    session.evidence.case = "test_b@cpu"
    with pytest.raises(Raised):
        Submission(session, "cpu").f(drawn(2, 2), drawn(2, 2))
    explain_first(session, outcomes, cases)
    assert rehearsed == [("test_a", 7, True)]  # nothing is left to be found out then


def test_a_cause_that_the_suite_gave_stays(agree_of: Of) -> None:
    agree = agree_of("def f(A, B):\n    return -(A @ B)\n", RIGHT)
    fails(agree, "test_f@cpu", drawn(3, 4), drawn(4, 2))
    record = explained(agree.session, Record("x", cause="As the suite says."), "test_f@cpu", ())
    assert record.cause == "As the suite says."


def test_a_cause_has_to_hold_in_the_other_failing_cases_too(agree_of: Of) -> None:
    answer = "def f(A, B):\n    return -(A @ B) if len(A) == 3 else A @ B + A[0, 0]\n"
    agree = agree_of(answer, RIGHT)
    fails(agree, "test_other@cpu", drawn(2, 4, seed=3), drawn(4, 2))
    assert told(agree, drawn(3, 4), drawn(4, 2)).cause == ""


def test_the_smallest_call_can_be_pasted_and_run(agree_of: Of) -> None:
    answer = "def f(A, B):\n    return A @ B if len(A) < 2 else (A @ B).flip(0)\n"
    snippet = told(agree_of(answer, RIGHT), drawn(5, 4), drawn(4, 3)).snippet
    lines = snippet.splitlines()
    assert lines[0] == "import torch"
    assert lines[1] == "A = torch.tensor([[1.0], [2.0]])"
    assert lines[2] == "B = torch.tensor([[3.0]])"
    assert lines[3] == "print(f(A, B))"
    assert run(snippet, answer).replace(".]", ".0]") == lines[4].partition("torch.")[2].replace(
        "], [", "],\n        ["
    )
    assert lines[5] == "# expected: torch.tensor([[3.0], [6.0]])"


def test_an_exception_is_shrunk_to_the_smallest_call_that_raises_it(agree_of: Of) -> None:
    answer = "def f(A, B):\n    A[4]\n    return A @ B\n"
    snippet = told(agree_of(answer, RIGHT), drawn(3, 4), drawn(4, 3)).snippet
    assert "A = torch.tensor([[1.0]])" in snippet
    assert "# yours:    raises IndexError" in snippet


UNWRITTEN = "def f(A, B):\n    return A.new_empty(2, 2) if A.shape[1] == 0 else A @ B\n"


def test_a_wrong_that_leaves_memory_unwritten_is_known(agree_of: Of) -> None:
    wrong = '"""Start from zeros."""\ndef f(A, B):\n    return torch.empty(2, 2, dtype=A.dtype)\n'
    agree = agree_of(UNWRITTEN, RIGHT, empty=wrong)
    assert told(agree, drawn(2, 0), drawn(0, 2)).cause == "Start from zeros."


def test_what_no_wrong_explains_may_be_memory_that_nobody_wrote_to(agree_of: Of) -> None:
    record = told(agree_of(UNWRITTEN, RIGHT), drawn(2, 0), drawn(0, 2))
    assert record.cause.startswith("Did you write every number? new_empty in line 4 takes memory")


def test_a_snippet_shows_what_a_worker_s_new_memory_holds(agree_of: Of) -> None:
    snippet = told(agree_of(UNWRITTEN, RIGHT), drawn(2, 0), drawn(0, 2)).snippet
    assert "# yours:    torch.tensor([[float('nan'), float('nan')], " in snippet
    try:
        assert run(snippet, UNWRITTEN) == "tensor([[nan, nan],\n        [nan, nan]])"
    finally:
        torch._C._set_deterministic_algorithms(False)


def test_what_fails_for_views_alone_has_no_snippet(agree_of: Of) -> None:
    answer = "def f(A, B):\n    return A @ B if A.is_contiguous() else A @ B + 1\n"
    record = told(agree_of(answer, RIGHT), drawn(3, 4), drawn(4, 2))
    assert record.snippet == ""
    assert record.cause


def test_what_separates_right_from_wrong_inputs_is_told(agree_of: Of) -> None:
    answer = (
        "def f(A, B):\n"
        "    if len({*A.shape, *B.shape}) == 1:\n"
        "        return A @ B\n"
        "    return A @ B + torch.sin(A @ B).abs().sum() * torch.rand(())\n"
    )
    agree = agree_of(answer, RIGHT).only("given")
    for size in (2, 3, 4):
        agree.session.evidence.case = f"test_{size}@cpu"
        agree("f", drawn(size, size), drawn(size, size))
    for size in (2, 3):
        fails(agree, f"test_wide_{size}@cpu", drawn(size, 5), drawn(5, 3))
    record = told(agree, drawn(3, 4), drawn(4, 2))
    assert record.cause == "Right for square inputs, wrong as soon as two lengths differ."


def test_the_pretend_device_is_named_where_nothing_else_is(agree_of: Of) -> None:
    agree = agree_of("def f(A, B):\n    return (A @ B).sin()\n", RIGHT)
    record = told(agree, drawn(3, 4), drawn(4, 2), case="test_f@simulated")
    assert record.cause == "Right on the CPU, wrong on the pretend device."


def test_the_picture_holds_both_tensors(agree_of: Of) -> None:
    agree = agree_of("def f(A, B):\n    return A @ B + 1\n", RIGHT)
    picture = told(agree, torch.eye(2), torch.tensor([[1.0, 2.0], [3.0, 4.0]])).picture
    assert picture is not None
    assert picture.got == (("2", "3"), ("4", "5"))
    assert picture.expected == (("1", "2"), ("3", "4"))
    assert picture.kind == "matrix"


def test_of_many_axes_the_slice_that_differs_most_is_drawn(agree_of: Of) -> None:
    answer = "def f(x):\n    y = x * 2\n    y[1, 0, 2, 3] += 9\n    return y\n"
    agree = agree_of(answer, "def f(x):\n    return x * 2\n")
    picture = told(agree, drawn(2, 2, 3, 4)).picture
    assert picture is not None
    assert picture.about == "[1, 0]"
    assert (len(picture.got), len(picture.got[0])) == (3, 4)


def test_a_training_is_drawn_as_a_curve(agree_of: Of) -> None:
    agree = agree_of("def f():\n    return 1\n")
    agree.session.evidence.case = "test_f@cpu"
    agree.submission.f()
    with pytest.raises(Failure) as caught:
        agree.sequence([3.0, 2.5, 2.0, 1.9], [3.0, 2.0, 1.0, 0.5])
    agree.session.evidence.fail(caught.value)
    picture = explained(agree.session, caught.value.record, "test_f@cpu", ()).picture
    assert picture is not None
    assert picture.kind == "curve"
    assert picture.got == (("3", "2.5", "2", "1.9"),)


def test_the_line_that_breaks_a_rule_is_shown(agree_of: Of) -> None:
    agree = agree_of("def f(A, B):\n    return A @ B\n", RIGHT)
    record = explained(agree.session, Record("by hand, please", line=4), "test_f@cpu", ())
    assert [(frame.line, frame.source) for frame in record.frames] == [(4, "return A @ B")]
    record = explained(agree.session, Record("by hand, please", line=99), "test_f@cpu", ())
    assert record.frames == ()


def test_a_question_of_ours_has_a_short_time(agree_of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.suite.session.QUESTION", 0.2)
    answer = (
        "calls = 0\n\ndef f(A, B):\n    global calls\n    calls += 1\n"
        "    while calls > 1:\n        pass\n    return A @ B + 1\n"
    )
    record = told(agree_of(answer, RIGHT), drawn(3, 4), drawn(4, 2))
    assert record.snippet == ""
