"""Submissions that end, hang, take all there is, or patch what compares."""

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


ENDS = [
    ("import os\nos._exit(0)", Verdict.CRASHED, "ended itself with exit code 0"),
    ("import sys\nsys.exit()", Verdict.RAISED, "your code called exit"),
    ("import sys\nsys.exit('bye')", Verdict.RAISED, "your code called exit"),
    ("exit()", Verdict.RAISED, "your code called exit"),
    ("import pytest\npytest.skip('no')", Verdict.RAISED, "Skipped was raised"),
    ("import pytest\npytest.exit('no')", Verdict.RAISED, "Exit was raised"),
    ("while True: pass", Verdict.TIMEOUT, "no result after 1 s"),
    ("return double(x)", Verdict.RAISED, "RecursionError was raised"),
    ("import ctypes\nctypes.string_at(0)", Verdict.CRASHED, "a segmentation fault"),
    ("import os\nos.abort()", Verdict.CRASHED, "ended by"),
    ("import os\nos.closerange(0, 1000)\nreturn x * 2", Verdict.CRASHED, "the process"),
    ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", None, ""),
    ("import signal\nsignal.raise_signal(signal.SIGSTOP)\nreturn x", None, ""),
    ("while True: print('x' * 10_000)", Verdict.TIMEOUT, "no result after 1 s"),
    ("import socket\nsocket.socket()", Verdict.RAISED, "PermissionError was raised"),
    ("open('/tmp/x', 'w')", Verdict.RAISED, "was raised"),
    ("import os\nos.fork()", None, ""),
    ("import subprocess\nsubprocess.run(['true'])", Verdict.RAISED, "was raised"),
]

MEMORY = [
    "return torch.empty(10 ** 12)",
    "kept = []\nwhile True: kept.append(torch.empty(1 << 20))",
    "kept = []\nwhile True: kept.append(bytearray(1000))",
    "kept = 'x'\nwhile True: kept += kept",
    "return bytearray(1 << 40)",
]

IMPORTS = [
    "import os\nos._exit(0)",
    "raise SystemExit",
    "raise RuntimeError('at import')",
    "while True:\n    pass",
    "import ctypes\nctypes.string_at(0)",
    "import no_such_module",
    "import os\nos.closerange(0, 1000)",
]

PATCHES = """
import builtins

def always(*args, **kwargs):
    return True

for place, names in {
    torch: "equal allclose isclose all any",
    torch.Tensor: "__eq__ __ne__ equal allclose isclose __bool__ any all item",
    torch.testing: "assert_close",
    builtins: "isinstance any all max min abs",
}.items():
    for name in names.split():
        try:
            setattr(place, name, always)
        except (AttributeError, TypeError):
            pass
"""

PATCHED = {
    "allclose": "torch.allclose = lambda *a, **k: True",
    "equal": "torch.equal = lambda *a, **k: True",
    "eq": "torch.Tensor.__eq__ = lambda a, b: True",
    "everything": PATCHES,
}

WITHOUT_LIMIT = "import sys\nsys.setrecursionlimit(2 ** 31 - 1)\n"
DEEP = "class Deep(list):\n    __repr__ = lambda self: repr(Deep([self]))\n"
RECURSIONS = [
    body("return double(x)", WITHOUT_LIMIT),
    body("return repr(Deep())", WITHOUT_LIMIT + DEEP),
]
FLOOD = body("print('y' * 50_000_000)\nreturn x")
THREADS = body(
    """
    import threading, time
    for _ in range(3):
        threading.Thread(target=lambda: time.sleep(10 ** 6)).start()
    if isinstance(x, str):
        raise TypeError(x)
    return x * 2
    """
)


def imported(code: str) -> str:
    """A right answer that does this when it is imported."""
    return f"def double(x):\n    return x * 2\n\n{code}\n"


def slow(verdict: Verdict | None) -> str:
    """The exercise that gives little time to what ends by its time alone."""
    return "03" if verdict is SLOW else "01"


# Every bad submission, and the exercise that it answers.
BAD = {
    **{body(code): slow(verdict) for code, verdict, _ in ENDS},
    **{body(code): "01" for code in MEMORY},
    **{imported(code): slow(SLOW if "while" in code else None) for code in IMPORTS},
    **{body("return torch.zeros_like(x)", patch): "01" for patch in PATCHED.values()},
    **dict.fromkeys(RECURSIONS, "03"),
    **dict.fromkeys([FLOOD, THREADS], "01"),
}


@pytest.mark.parametrize(("code", "verdict", "says"), ENDS)
def test_what_does_not_return_costs_its_own_case(
    first: First, code: str, verdict: Verdict | None, says: str
) -> None:
    case = first(body(code))
    assert verdict is None or case.verdict is verdict
    assert says in case.failure.rationale


@pytest.mark.parametrize("text", RECURSIONS, ids=["python", "c"])
def test_endless_recursion_without_a_limit_ends(first: First, text: str) -> None:
    assert first(text).verdict in (Verdict.TIMEOUT, Verdict.CRASHED, Verdict.RAISED)


@pytest.mark.parametrize("code", MEMORY)
def test_taking_all_memory_ends_its_own_case(first: First, code: str) -> None:
    case = first(body(code))
    assert case.verdict in (Verdict.RAISED, Verdict.CRASHED)
    assert "memory" in (case.failure.rationale + case.failure.exception).lower()


def test_what_was_printed_is_capped(graded: Graded) -> None:
    report = graded(FLOOD)
    assert "more bytes" in report.prints
    assert len(report.prints) < 100_000


@pytest.mark.parametrize("code", IMPORTS)
def test_what_goes_wrong_at_the_import_is_told_in_every_case(
    graded: Graded, clear: Callable[[Case], Case], code: str
) -> None:
    report = graded(imported(code))
    assert report.points == 0
    assert clear(report.cases[0]).verdict is not Verdict.PASSED


def test_threads_that_never_end_change_nothing(graded: Graded) -> None:
    assert graded(THREADS).passed


@pytest.mark.parametrize("patch", PATCHED)
def test_patching_comparisons_earns_nothing(graded: Graded, patch: str) -> None:
    report = graded(body("return torch.zeros_like(x)", PATCHED[patch]))
    assert report.points == 0
    assert Verdict.PASSED not in {case.verdict for case in report.cases}
