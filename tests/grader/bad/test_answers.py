"""Answers that are none: another type, shape or signature, and every odd exception."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from grader.report import Case, Report, Verdict

SLOW = Verdict.TIMEOUT
First = Callable[[str], Case]
Graded = Callable[[str], Report]


def body(code: str, before: str = "") -> str:
    """A submission whose function does this."""
    head = f"import torch\n{textwrap.dedent(before)}\ndef double(x):\n"
    return head + textwrap.indent(textwrap.dedent(code).strip("\n"), "    ") + "\n"


NO_ANSWER = [
    ("pass", "the answer is None, not a tensor"),
    ("return [1.0, 2.0]", "the answer is a list, not a tensor"),
    ("return x.numpy() * 2", "the answer is a numpy.ndarray, not a tensor"),
    ("return x.double() * 2", "the answer is float64, expected float32"),
    ("return x.int()", "the answer is int32, expected float32"),
    ("return x.to_sparse()", "not a tensor"),
    ("return x > 0", "the answer is bool, expected float32"),
    ("return object()", "the answer is an object, not a tensor"),
    ("return (y for y in x)", "the answer is a generator, not a tensor"),
    ("return torch.nn.Linear(1, 1)", "not a tensor"),
    ("return 10 ** 5000", "the answer is an int, not a tensor"),
    ("return dict.fromkeys(range(10_000))", "cannot be used: dicts and sets with more than"),
    ("return x.reshape(2, 1) * 2", "shape [2, 1], expected [2]"),
    ("return x.to('meta')", "not a tensor"),
    ("return torch.zeros(1).expand(10 ** 9)", "the answer is too large to look at"),
    ("return torch.zeros(1).expand(2 ** 62)", "the answer is too large to look at"),
    ("return torch.zeros(0, 2 ** 40, 2 ** 22)", "has shape"),
    ("return torch.zeros(0, 2 ** 62)", "has shape"),
    ("a = []\na.append(a)\nreturn a", "nested more than"),
    ("return [x] * 10_000_000", "the answer cannot be used: more than 1,048,576 values"),
    ("return 'a' * 100_000_000", "the answer is a str, not a tensor"),
    ("return float('nan') * x", "every number of the answer differs"),
]

HOSTILE = """
class Slow(Exception):
    def __str__(self):
        while True:
            pass

class Rude(Exception):
    def __str__(self):
        raise SystemExit(3)

class Failing(Exception):
    def __str__(self):
        return 1 / 0

class Text(str):
    def __getitem__(self, key):
        raise ValueError

class Subclass(Exception):
    def __str__(self):
        return Text("text")

class Meta(type(Exception)):
    @property
    def __name__(self):
        while True:
            pass

class Unnameable(Exception, metaclass=Meta):
    pass

class Huge(Exception):
    def __str__(self):
        return "x" * 100_000_000
"""

ERRORS = [
    ("Slow()", SLOW),
    ("Rude()", Verdict.CRASHED),
    ("Failing()", Verdict.RAISED),
    ("Subclass()", None),
    ("Unnameable()", SLOW),
    ("Huge()", Verdict.RAISED),
    ("ValueError('\\ud800\\x1b[2J\\0')", Verdict.RAISED),
    ("KeyboardInterrupt", Verdict.RAISED),
    ("SystemExit", Verdict.RAISED),
    ("StopIteration", Verdict.RAISED),
    ("MemoryError", Verdict.RAISED),
]

SIGNATURES = [
    ("def double(x, factor):\n    return x * factor\n", "missing 1 required positional argument"),
    ("double = 3\n", "not callable"),
    ("double = None\n", "not callable"),
]
HALF = body("if True:\n    raise NotImplementedError\nreturn x")
LIAR = """
class Liar(torch.Tensor):
    def __eq__(self, other):
        return True
    def __bool__(self):
        return True
"""
LYING = body("return torch.zeros_like(x).as_subclass(Liar)", LIAR)
# Every bad submission, and the exercise that it answers: 03 gives little time.
BAD = {
    **{body(code): "01" for code, _ in NO_ANSWER},
    **{
        body(f"raise {error}", HOSTILE): "03" if verdict is SLOW else "01"
        for error, verdict in ERRORS
    },
    **{text: "01" for text, _ in SIGNATURES},
    **dict.fromkeys([HALF, LYING], "01"),
}


@pytest.mark.parametrize(("code", "says"), NO_ANSWER)
def test_what_is_no_answer_is_wrong(first: First, code: str, says: str) -> None:
    case = first(body(code))
    assert case.verdict is Verdict.WRONG
    assert says in case.failure.rationale


@pytest.mark.parametrize(("text", "says"), SIGNATURES)
def test_another_signature_is_told_as_python_tells_it(first: First, text: str, says: str) -> None:
    case = first(text)
    assert case.verdict is Verdict.RAISED
    assert says in case.failure.exception


@pytest.mark.parametrize(("error", "verdict"), ERRORS)
def test_no_exception_reaches_the_grader(first: First, error: str, verdict: Verdict | None) -> None:
    case = first(body(f"raise {error}", HOSTILE))
    assert verdict is None or case.verdict is verdict
    assert len(case.failure.exception) < 4000


def test_a_half_finished_answer_is_not_started(first: First) -> None:
    case = first(HALF)
    assert case.verdict is Verdict.MISSING
    assert case.failure.rationale == "not started: line 5 still raises NotImplementedError"


def test_an_object_that_equals_everything_earns_nothing(graded: Graded) -> None:
    assert graded(LYING).points == 0


def test_an_error_for_everything_earns_the_refusal_alone(run_suite: Callable[..., Report]) -> None:
    suite = """
    def test_values(agree, rng):
        agree("f", rng.normal(2))

    def test_refusal(submission):
        with submission.raises(ValueError):
            submission.f("text")
    """
    stub = "def f(x):\n    raise NotImplementedError(x)\n"
    reference = (
        "def f(x):\n    if isinstance(x, str):\n        raise ValueError\n    return x + 1\n"
    )
    report = run_suite(suite, stub, reference)
    assert report.points == 0
    report = run_suite(suite, stub.replace("NotImplemented", "Value"), reference)
    assert [case.verdict for case in report.cases] == [Verdict.RAISED, Verdict.PASSED]
